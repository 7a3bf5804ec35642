import { GuestError, OutOfMemoryError } from '@weft/core'
import { moduleName, signatures } from '@weft/spec'
import {
  type FunctionType,
  functionType,
  type Import,
  type MemoryType,
  type Module,
  type ValueType,
} from '@weft/wasm-binary'

/** Where imports come from, the first that has one wins. */
export type ImportSources = readonly WebAssembly.Imports[]

/**
 * The import object of a guest. The interface always comes from the host; anything else from the first source that has
 * it; a memory that no source has is made with the declared limits. Throws `GuestError`, which names every import
 * that is missing.
 */
export function linkGuest(
  module: Module,
  interfaceImports: WebAssembly.Imports,
  sources: ImportSources,
): WebAssembly.Imports {
  const linked: Record<string, Record<string, WebAssembly.ImportValue>> = {}
  const missing: string[] = []
  for (const entry of module.imports) {
    const value = findImport(module, entry, interfaceImports, sources)
    if (value === undefined) missing.push(describeImport(module, entry))
    else {
      linked[entry.module] ??= Object.create(null)
      linked[entry.module]![entry.name] = value
    }
  }
  if (missing.length === 0) return linked
  throw new GuestError(
    `the guest imports what the host does not have; supply in imports: ${missing.join(', ')}`,
  )
}

function findImport(
  module: Module,
  entry: Import,
  interfaceImports: WebAssembly.Imports,
  sources: ImportSources,
): WebAssembly.ImportValue | undefined {
  if (entry.module === moduleName) {
    const value = ownValue(interfaceImports, entry)
    if (value !== undefined) checkSignature(module, entry)
    return value
  }
  for (const source of sources) {
    const value = ownValue(source, entry)
    if (value === undefined) continue
    if (entry.type.kind === 'memory') checkMemory(entry, entry.type.type, value)
    return value
  }
  return entry.type.kind === 'memory' ? createMemory(entry.type.type) : undefined
}

function ownValue(source: WebAssembly.Imports, entry: Import): WebAssembly.ImportValue | undefined {
  return source[entry.module]?.[entry.name]
}

function checkMemory(entry: Import, type: MemoryType, value: WebAssembly.ImportValue): void {
  if (!type.shared || !(value instanceof WebAssembly.Memory)) return
  if (!(value.buffer instanceof ArrayBuffer)) return
  throw new GuestError(
    `the memory in imports.${entry.module}.${entry.name} must be shared: make it with shared: true and ` +
      `maximum: ${type.limits.maximum}, leave it out, or use memory: isolated`,
  )
}

function createMemory({ limits, shared, index }: MemoryType): WebAssembly.Memory | undefined {
  if (index === 'i64') return undefined
  const initial = Number(limits.minimum)
  try {
    if (limits.maximum === undefined) return new WebAssembly.Memory({ initial })
    return new WebAssembly.Memory({ initial, maximum: Number(limits.maximum), shared })
  } catch (cause) {
    throw new OutOfMemoryError(`no room for the guest's memory of ${initial} pages`, { cause })
  }
}

function checkSignature(module: Module, entry: Import): void {
  const expected = signatures[entry.name as keyof typeof signatures]
  if (entry.type.kind === 'func') {
    const actual = functionType(module, entry.type.type)
    const parameters = expected.params.map(({ type }) => type)
    if (sameTypes(actual?.parameters, parameters) && sameTypes(actual?.results, expected.results)) return
  }
  const wanted = describeFunction({
    kind: 'func',
    parameters: expected.params.map(({ type }) => type),
    results: expected.results,
  })
  throw new GuestError(
    `the guest imports ${moduleName}.${entry.name} as ${describeType(module, entry)}; it is ${wanted}`,
  )
}

function sameTypes(actual: readonly ValueType[] | undefined, expected: readonly string[]): boolean {
  return actual?.length === expected.length && expected.every((type, index) => actual[index] === type)
}

function describeImport(module: Module, entry: Import): string {
  return `${entry.module}.${entry.name} ${describeType(module, entry)}`
}

function describeType(module: Module, { type }: Import): string {
  switch (type.kind) {
    case 'func':
      return describeFunction(functionType(module, type.type))
    case 'global':
      return `(global ${type.type.mutable ? 'mutable ' : ''}${describeValue(type.type.value)})`
    case 'memory':
      return `(memory ${type.type.index} ${type.type.limits.minimum})`
    case 'table':
      return `(table ${type.type.limits.minimum} ${describeValue(type.type.element)})`
    case 'tag':
      return '(tag)'
  }
}

function describeFunction(type: FunctionType | undefined): string {
  const parameters = type?.parameters.map((parameter) => ` ${describeValue(parameter)}`).join('')
  const results = type?.results.map((result) => ` ${describeValue(result)}`).join('')
  return `(func${parameters && ` (param${parameters})`}${results && ` (result${results})`})`
}

function describeValue(type: ValueType): string {
  return typeof type === 'string' ? type : `(ref ${type.nullable ? 'null ' : ''}${type.heap})`
}
