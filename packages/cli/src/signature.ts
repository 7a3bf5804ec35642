import {
  type FunctionType,
  functionType,
  functionTypeIndex,
  type Module,
  type ReferenceType,
  type ValueType,
} from '@weft/wasm-binary'

/** The type of a function by its index; undefined where the module has no such function. */
export function typeOfFunction(module: Module, functionIndex: number): FunctionType | undefined {
  const index = functionTypeIndex(module, functionIndex)
  return index === undefined ? undefined : functionType(module, index)
}

/** The exported functions, by name. */
export function exportedFunctions(module: Module): Map<string, FunctionType> {
  const functions = new Map<string, FunctionType>()
  for (const { name, kind, index } of module.exports) {
    const type = kind === 'func' ? typeOfFunction(module, index) : undefined
    if (type !== undefined) functions.set(name, type)
  }
  return functions
}

/** `(i32, f64) -> i32`, and `(i32)` for a function without a result. */
export function formatSignature(type: FunctionType): string {
  const parameters = `(${type.parameters.map(formatValueType).join(', ')})`
  if (type.results.length === 0) return parameters
  const results = type.results.map(formatValueType)
  return `${parameters} -> ${results.length === 1 ? results[0] : `(${results.join(', ')})`}`
}

/** A value type as WebAssembly text writes it. */
export function formatValueType(type: ValueType): string {
  return typeof type === 'string' ? type : formatReference(type)
}

function formatReference({ nullable, heap }: ReferenceType): string {
  if (nullable && typeof heap === 'string') return `${heap}ref`
  return `(ref ${nullable ? 'null ' : ''}${heap})`
}
