import { type ElementSegment, evaluateConstant, forEachInstruction, type Module } from '@weft/wasm-binary'
import { typeOfFunction } from '../signature.js'

export interface TableFunction {
  readonly index: number | undefined
  readonly functionIndex: number
}

/** The functions that a module puts into its tables and that have the signature of a kernel. */
export function tableFunctions(module: Module): TableFunction[] {
  return module.elements
    .filter(({ mode }) => mode !== 'declarative')
    .flatMap((segment) => entriesOf(segment))
    .filter(({ functionIndex }) => hasKernelSignature(module, functionIndex))
}

function entriesOf(segment: ElementSegment): TableFunction[] {
  const offset = segment.offset === undefined ? undefined : evaluateConstant(segment.offset)
  const start = offset?.type === 'i32' ? offset.value >>> 0 : undefined
  return functionsOf(segment).flatMap((functionIndex, position) => {
    return functionIndex === undefined
      ? []
      : [{ index: start === undefined ? undefined : start + position, functionIndex }]
  })
}

function functionsOf({ items }: ElementSegment): (number | undefined)[] {
  return items.kind === 'functions' ? [...items.indices] : items.expressions.map(referencedFunction)
}

function referencedFunction(expression: Uint8Array): number | undefined {
  let found: number | undefined
  forEachInstruction(expression, ({ name, immediates: [target] }) => {
    if (name === 'ref.func' && target?.kind === 'function') found = target.index
  })
  return found
}

function hasKernelSignature(module: Module, functionIndex: number): boolean {
  const type = typeOfFunction(module, functionIndex)
  if (type === undefined || type.results.length > 0) return false
  const { parameters } = type
  return (
    parameters.length >= 3 &&
    parameters.length % 2 === 1 &&
    parameters.every((parameter) => parameter === 'i32')
  )
}
