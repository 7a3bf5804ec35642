import type { MemoryType, SizeLimits } from '@weft/wasm-binary'
import type { CoreExternType, CoreGlobalType, CoreModuleType, CoreTableType, CoreType } from './core-types.js'

/** Why one type does not do where another is expected; undefined where it does. */
export type Mismatch = string | undefined

/** Explainer.md, type checking: a module may export more and import less than its type says. */
export function coreModuleMismatch(actual: CoreModuleType, expected: CoreModuleType): Mismatch {
  for (const [module, externs] of actual.imports) {
    for (const [name, wanted] of externs) {
      const given = expected.imports.get(module)?.get(name)
      if (given === undefined) return `missing expected import \`${module}::${name}\``
      const mismatch = coreExternMismatch(given, wanted)
      if (mismatch !== undefined) return `type mismatch in import \`${module}::${name}\`: ${mismatch}`
    }
  }
  for (const [name, wanted] of expected.exports) {
    const given = actual.exports.get(name)
    if (given === undefined) return `missing expected export \`${name}\``
    const mismatch = coreExternMismatch(given, wanted)
    if (mismatch !== undefined) return `type mismatch in export \`${name}\`: ${mismatch}`
  }
  return undefined
}

/** Core specification 3.3.11, but function types are compared for equality. */
export function coreExternMismatch(actual: CoreExternType, expected: CoreExternType): Mismatch {
  if (actual.kind === 'table' && expected.kind === 'table') return tableMismatch(actual.type, expected.type)
  if (actual.kind === 'memory' && expected.kind === 'memory')
    return memoryMismatch(actual.type, expected.type)
  if (actual.kind === 'global' && expected.kind === 'global')
    return globalMismatch(actual.type, expected.type)
  if (actual.kind === 'func' && expected.kind === 'func') return functionMismatch(actual.type, expected.type)
  if (actual.kind === 'tag' && expected.kind === 'tag') return functionMismatch(actual.type, expected.type)
  return `expected ${expected.kind}, found ${actual.kind}`
}

function functionMismatch(actual: CoreType, expected: CoreType): Mismatch {
  if (actual === expected) return undefined
  return `expected: ${describeFunction(expected)}, found: ${describeFunction(actual)}`
}

function describeFunction({ kind, parameters, results }: CoreType): string {
  const list = (name: string, types: readonly string[]) =>
    types.length > 0 ? ` (${name} ${types.join(' ')})` : ''
  return `(${kind}${list('param', parameters)}${list('result', results)})`
}

/** A type in the text format. */
export function externText(extern: CoreExternType): string {
  switch (extern.kind) {
    case 'func':
    case 'tag':
      return describeFunction(extern.type)
    case 'global': {
      const { mutable, value } = extern.type
      return `(global ${mutable ? `(mut ${value})` : value})`
    }
    case 'table':
      return `(table ${sizeText(extern.type)} ${extern.type.element})`
    case 'memory':
      return `(memory ${sizeText(extern.type)}${extern.type.shared ? ' shared' : ''})`
  }
}

function sizeText({ index, limits: { minimum, maximum } }: Pick<MemoryType, 'index' | 'limits'>): string {
  return `${index === 'i64' ? 'i64 ' : ''}${minimum}${maximum === undefined ? '' : ` ${maximum}`}`
}

export function tableMismatch(actual: CoreTableType, expected: CoreTableType): Mismatch {
  if (actual.element !== expected.element)
    return `expected table element type ${expected.element}, found ${actual.element}`
  if (actual.index !== expected.index) return 'mismatch in index type used for tables'
  return limitsMatch(actual.limits, expected.limits) ? undefined : 'mismatch in table limits'
}

function memoryMismatch(actual: MemoryType, expected: MemoryType): Mismatch {
  if (actual.shared !== expected.shared) return 'mismatch in the shared flag for memories'
  if (actual.index !== expected.index) return 'mismatch in index type used for memories'
  if (actual.pageSizeLog2 !== expected.pageSizeLog2) return 'mismatch in custom page size for memories'
  return limitsMatch(actual.limits, expected.limits) ? undefined : 'mismatch in memory limits'
}

function globalMismatch(actual: CoreGlobalType, expected: CoreGlobalType): Mismatch {
  if (actual.mutable !== expected.mutable) return 'global types differ in mutability'
  return actual.value === expected.value
    ? undefined
    : `expected global type ${expected.value}, found ${actual.value}`
}

function limitsMatch(actual: SizeLimits, expected: SizeLimits): boolean {
  if (actual.minimum < expected.minimum) return false
  if (expected.maximum === undefined) return true
  return actual.maximum !== undefined && actual.maximum <= expected.maximum
}
