import type { Mismatch } from '../core-types/core-subtyping.js'
import { type DefinedType, primitiveOf, type ValueType } from './type-model.js'

/** Value types must be equal: nothing more is allowed yet. Undefined where they are. */
export function valueTypeMismatch(actual: ValueType, expected: ValueType): Mismatch {
  if (actual === expected) return undefined
  const given = primitiveOf(actual)
  const wanted = primitiveOf(expected)
  if (given !== undefined && wanted !== undefined)
    return given === wanted ? undefined : `expected primitive \`${wanted}\` found primitive \`${given}\``
  if (typeof actual === 'string' || typeof expected === 'string')
    return `expected ${describe(expected)}, found ${describe(actual)}`
  return definedTypeMismatch(actual, expected)
}

function describe(type: ValueType): string {
  if (typeof type === 'string') return type
  if (type.kind === 'primitive') return type.primitive
  return type.kind === 'list' && type.length !== undefined ? 'fixed-length list' : type.kind
}

export function definedTypeMismatch(actual: DefinedType, expected: DefinedType): Mismatch {
  if (actual === expected) return undefined
  if (describe(actual) === describe(expected)) return sameKindMismatch(actual, expected)
  if (actual.kind === 'primitive' && expected.kind === 'primitive') return valueTypeMismatch(actual, expected)
  return `expected ${describe(expected)}, found ${describe(actual)}`
}

function sameKindMismatch(actual: DefinedType, expected: DefinedType): Mismatch {
  switch (actual.kind) {
    case 'record':
      return itemsMismatch(actual.fields, as(actual, expected).fields, 'field')
    case 'variant':
      return itemsMismatch(actual.cases, as(actual, expected).cases, 'case')
    case 'tuple':
      return tupleMismatch(actual.types, as(actual, expected).types)
    case 'flags':
    case 'enum':
      return sameLabels(actual.labels, as(actual, expected).labels)
        ? undefined
        : `mismatch in ${actual.kind} elements`
    case 'option':
      return valueTypeMismatch(actual.type, as(actual, expected).type)
    case 'list': {
      const { element, length } = as(actual, expected)
      return actual.length === length
        ? valueTypeMismatch(actual.element, element)
        : `expected fixed-length ${length}, found size ${actual.length}`
    }
    case 'result':
      return resultMismatch(actual, as(actual, expected))
    case 'own':
    case 'borrow':
      return actual.resource.resource === as(actual, expected).resource.resource
        ? undefined
        : 'resource types are not the same'
    case 'stream':
    case 'future':
      return optionalMismatch(actual.element, as(actual, expected).element, {
        within: `type mismatch in ${actual.kind}`,
        missing: `expected ${actual.kind} type, but found none`,
        unexpected: `expected ${actual.kind} type to not be present`,
      })
    case 'map':
      return mapMismatch(actual, as(actual, expected))
    default:
      return undefined
  }
}

/** The expected type, which is known to be of the same kind. */
function as<Kind extends DefinedType>(_actual: Kind, expected: DefinedType): Kind {
  return expected as Kind
}

const sameLabel = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase()

function sameLabels(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((label, index) => sameLabel(label, right[index]!))
}

interface Item {
  readonly label: string
  readonly type?: ValueType | undefined
}

function itemsMismatch(actual: readonly Item[], expected: readonly Item[], what: 'field' | 'case'): Mismatch {
  if (actual.length !== expected.length) return `expected ${expected.length} ${what}s, found ${actual.length}`
  for (const [index, { label, type }] of actual.entries()) {
    const other = expected[index]!
    if (!sameLabel(label, other.label))
      return `expected ${what === 'field' ? 'field name' : 'case named'} \`${other.label}\`, found \`${label}\``
    const mismatch = optionalMismatch(type, other.type, {
      within: `type mismatch in ${what === 'field' ? 'record field' : 'variant case'} \`${label}\``,
      missing: `expected case \`${label}\` to have a type, found none`,
      unexpected: `expected case \`${label}\` to have no type`,
    })
    if (mismatch !== undefined) return mismatch
  }
  return undefined
}

function tupleMismatch(actual: readonly ValueType[], expected: readonly ValueType[]): Mismatch {
  if (actual.length !== expected.length) return `expected ${expected.length} types, found ${actual.length}`
  for (const [index, type] of actual.entries()) {
    const mismatch = valueTypeMismatch(type, expected[index]!)
    if (mismatch !== undefined) return `type mismatch in tuple field ${index}: ${mismatch}`
  }
  return undefined
}

type ResultType = Extract<DefinedType, { kind: 'result' }>
type MapType = Extract<DefinedType, { kind: 'map' }>

function resultMismatch(actual: ResultType, expected: ResultType): Mismatch {
  const words = (what: 'ok' | 'err') => ({
    within: `type mismatch in ${what} variant`,
    missing: `expected ${what} type, but found none`,
    unexpected: `expected ${what} type to not be present`,
  })
  return (
    optionalMismatch(actual.ok, expected.ok, words('ok')) ??
    optionalMismatch(actual.error, expected.error, words('err'))
  )
}

function mapMismatch(actual: MapType, expected: MapType): Mismatch {
  const key = valueTypeMismatch(actual.key, expected.key)
  if (key !== undefined) return `type mismatch in map key: ${key}`
  const value = valueTypeMismatch(actual.value, expected.value)
  return value === undefined ? undefined : `type mismatch in map value: ${value}`
}

interface OptionalWords {
  readonly within: string
  readonly missing: string
  readonly unexpected: string
}

/** Compares types that may both be absent. */
export function optionalMismatch(
  actual: ValueType | undefined,
  expected: ValueType | undefined,
  words: OptionalWords,
): Mismatch {
  if (actual === undefined) return expected === undefined ? undefined : words.missing
  if (expected === undefined) return words.unexpected
  const mismatch = valueTypeMismatch(actual, expected)
  return mismatch === undefined ? undefined : `${words.within}: ${mismatch}`
}
