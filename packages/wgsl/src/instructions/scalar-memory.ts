import type { LoadLowering, StoreLowering } from './lowering.js'

type Load = LoadLowering['lower']

const first: Load = ([word]) => word!
const pair: Load = ([low, high]) => `vec2u(${low}, ${high})`
const unsignedPair: Load = ([word]) => `vec2u(${word}, 0u)`
const signed =
  (bits: number): Load =>
  ([word]) =>
    `bitcast<u32>(bitcast<i32>(${word} << ${32 - bits}u) >> ${32 - bits}u)`
const signedPair =
  (helper: string): Load =>
  ([word], _, { call }) =>
    call(helper, `vec2u(${word}, 0u)`)
const float: Load = ([word], _, { mode }) => (mode === 'fast' ? `bitcast<f32>(${word})` : word!)

/** Loads of numbers, by name. */
export const scalarLoads: Readonly<Record<string, LoadLowering>> = {
  'i32.load': { bytes: 4, result: 'i32', lower: first },
  'i64.load': { bytes: 8, result: 'i64', lower: pair },
  'f32.load': { bytes: 4, result: 'f32', lower: float },
  'f64.load': { bytes: 8, result: 'f64', lower: pair },
  'i32.load8_s': { bytes: 1, result: 'i32', lower: signed(8) },
  'i32.load8_u': { bytes: 1, result: 'i32', lower: first },
  'i32.load16_s': { bytes: 2, result: 'i32', lower: signed(16) },
  'i32.load16_u': { bytes: 2, result: 'i32', lower: first },
  'i64.load8_s': { bytes: 1, result: 'i64', lower: signedPair('i64_extend8_s') },
  'i64.load8_u': { bytes: 1, result: 'i64', lower: unsignedPair },
  'i64.load16_s': { bytes: 2, result: 'i64', lower: signedPair('i64_extend16_s') },
  'i64.load16_u': { bytes: 2, result: 'i64', lower: unsignedPair },
  'i64.load32_s': { bytes: 4, result: 'i64', lower: signedPair('i64_extend32_s') },
  'i64.load32_u': { bytes: 4, result: 'i64', lower: unsignedPair },
}

type Store = StoreLowering['lower']

const word: Store = (value) => [value]
const lowWord: Store = (value) => [`${value}.x`]
const twoWords: Store = (value) => [`${value}.x`, `${value}.y`]
const floatWord: Store = (value, { mode }) => [mode === 'fast' ? `bitcast<u32>(${value})` : value]

/** Stores of numbers, by name. */
export const scalarStores: Readonly<Record<string, StoreLowering>> = {
  'i32.store': { bytes: 4, parameter: 'i32', lower: word },
  'i64.store': { bytes: 8, parameter: 'i64', lower: twoWords },
  'f32.store': { bytes: 4, parameter: 'f32', lower: floatWord },
  'f64.store': { bytes: 8, parameter: 'f64', lower: twoWords },
  'i32.store8': { bytes: 1, parameter: 'i32', lower: word },
  'i32.store16': { bytes: 2, parameter: 'i32', lower: word },
  'i64.store8': { bytes: 1, parameter: 'i64', lower: lowWord },
  'i64.store16': { bytes: 2, parameter: 'i64', lower: lowWord },
  'i64.store32': { bytes: 4, parameter: 'i64', lower: lowWord },
}
