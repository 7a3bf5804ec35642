import type { NumberType } from '../core-types/core-types.js'
import type { CanonicalOptions } from './canon-options.js'
import type { DefinedType, FunctionType, ValueType } from './type-model.js'
import { valueTypeParts } from './value-type-parts.js'

/** Canonical ABI, flattening. */
const maxFlatParams = 16
const maxFlatAsyncParams = 4
const maxFlatResults = 1

type Pointer = 'i32' | 'i64'
/** Core types, or undefined where they are more than can be passed without memory. */
type Flat = readonly NumberType[] | undefined

export interface FlatFunctionType {
  readonly parameters: readonly NumberType[]
  readonly results: readonly NumberType[]
  /** Parameters, or the result, are passed in memory. */
  readonly paramsInMemory: boolean
  readonly resultInMemory: boolean
}

/** `flatten_functype` of the canonical ABI. */
export function flattenFunctionType(
  type: Pick<FunctionType, 'parameters' | 'result'>,
  options: CanonicalOptions,
  context: 'lift' | 'lower',
): FlatFunctionType {
  const { pointer, async } = options
  const types = type.parameters.map((parameter) => parameter.type)
  const flat = flattenTypes(types, pointer, async && context === 'lower' ? maxFlatAsyncParams : maxFlatParams)
  const parameters = flat ?? [pointer]
  const paramsInMemory = flat === undefined
  if (async && context === 'lift')
    return { parameters, results: options.callback ? ['i32'] : [], paramsInMemory, resultInMemory: false }
  const results = flattenTypes(
    type.result === undefined ? [] : [type.result],
    pointer,
    async ? 0 : maxFlatResults,
  )
  const resultInMemory = results === undefined
  if (context === 'lift') return { parameters, results: results ?? [pointer], paramsInMemory, resultInMemory }
  return {
    parameters: resultInMemory ? [...parameters, pointer] : parameters,
    results: async ? ['i32'] : (results ?? []),
    paramsInMemory,
    resultInMemory,
  }
}

function flattenTypes(types: readonly ValueType[], pointer: Pointer, limit: number): Flat {
  const flat: NumberType[] = []
  for (const type of types) {
    const part = flattenType(type, pointer)
    if (part === undefined || flat.length + part.length > limit) return undefined
    flat.push(...part)
  }
  return flat
}

const primitives: Readonly<Record<string, NumberType>> = { s64: 'i64', u64: 'i64', f32: 'f32', f64: 'f64' }

/** What is known already: the same types are flattened for every function that uses them. */
const known: Readonly<Record<Pointer, WeakMap<DefinedType, { readonly flat: Flat }>>> = {
  i32: new WeakMap(),
  i64: new WeakMap(),
}

/** `flatten_type` of the canonical ABI, up to the most that any function passes. */
function flattenType(type: ValueType, pointer: Pointer): Flat {
  if (typeof type === 'string') return type === 'string' ? [pointer, pointer] : [primitives[type] ?? 'i32']
  const found = known[pointer].get(type)
  if (found !== undefined) return found.flat
  const flat = flattenDefined(type, pointer)
  known[pointer].set(type, { flat })
  return flat
}

function flattenDefined(type: DefinedType, pointer: Pointer): Flat {
  switch (type.kind) {
    case 'primitive':
      return flattenType(type.primitive, pointer)
    case 'record':
    case 'tuple':
      return flattenTypes(valueTypeParts(type), pointer, maxFlatParams)
    case 'variant':
    case 'option':
    case 'result':
      return flattenVariant(valueTypeParts(type), pointer)
    case 'map':
      return [pointer, pointer]
    case 'list':
      return type.length === undefined ? [pointer, pointer] : repeated(type.element, type.length, pointer)
    default:
      return ['i32']
  }
}

function repeated(element: ValueType, length: number, pointer: Pointer): Flat {
  if (length > maxFlatParams) return undefined
  return flattenTypes(
    Array.from({ length }, () => element),
    pointer,
    maxFlatParams,
  )
}

function flattenVariant(payloads: readonly ValueType[], pointer: Pointer): Flat {
  const joined: NumberType[] = []
  for (const payload of payloads) {
    const flat = flattenType(payload, pointer)
    if (flat === undefined) return undefined
    for (const [index, type] of flat.entries()) {
      const other = joined[index]
      joined[index] = other === undefined ? type : join(other, type)
    }
  }
  return joined.length < maxFlatParams ? ['i32', ...joined] : undefined
}

function join(left: NumberType, right: NumberType): NumberType {
  if (left === right) return left
  return (left === 'i32' && right === 'f32') || (left === 'f32' && right === 'i32') ? 'i32' : 'i64'
}
