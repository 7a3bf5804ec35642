import type { ValueType } from '../value-type.js'
import type { LoadLowering, StoreLowering } from './lowering.js'

type Scalar = Exclude<ValueType, 'v128'>
const scalars: readonly Scalar[] = ['i32', 'i64', 'f32', 'f64']

/** Accesses of less than a value, by type and bits. */
const narrow = [
  ['i32', 8],
  ['i32', 16],
  ['i64', 8],
  ['i64', 16],
  ['i64', 32],
] as const

const bytesOf = (type: Scalar) => (type.endsWith('64') ? 8 : 4)

const fullLoad = (result: Scalar): LoadLowering => ({
  bytes: bytesOf(result),
  result,
  lower: ([low = '', high], _, { mode }) => {
    if (high !== undefined) return `vec2u(${low}, ${high})`
    return result === 'f32' && mode === 'fast' ? `bitcast<f32>(${low})` : low
  },
})

const narrowLoad = (result: 'i32' | 'i64', bits: 8 | 16 | 32, signed: boolean): LoadLowering => ({
  bytes: (bits / 8) as 1 | 2 | 4,
  result,
  lower: ([word = ''], _, { call }) => {
    if (result === 'i64') {
      const pair = `vec2u(${word}, 0u)`
      return signed ? call(`i64_extend${bits}_s`, pair) : pair
    }
    return signed ? `bitcast<u32>(bitcast<i32>(${word} << ${32 - bits}u) >> ${32 - bits}u)` : word
  },
})

/** Loads of numbers, by name. */
export const scalarLoads: Readonly<Record<string, LoadLowering>> = Object.fromEntries([
  ...scalars.map((type) => [`${type}.load`, fullLoad(type)]),
  ...narrow.flatMap(([type, bits]) => [
    [`${type}.load${bits}_s`, narrowLoad(type, bits, true)],
    [`${type}.load${bits}_u`, narrowLoad(type, bits, false)],
  ]),
])

const store = (parameter: Scalar, bytes: StoreLowering['bytes']): StoreLowering => ({
  bytes,
  parameter,
  lower: (value, { mode }) => {
    if (bytesOf(parameter) === 8) return bytes === 8 ? [`${value}.x`, `${value}.y`] : [`${value}.x`]
    return [parameter === 'f32' && mode === 'fast' ? `bitcast<u32>(${value})` : value]
  },
})

/** Stores of numbers, by name. */
export const scalarStores: Readonly<Record<string, StoreLowering>> = Object.fromEntries([
  ...scalars.map((type) => [`${type}.store`, store(type, bytesOf(type))]),
  ...narrow.map(([type, bits]) => [`${type}.store${bits}`, store(type, (bits / 8) as 1 | 2 | 4)]),
])
