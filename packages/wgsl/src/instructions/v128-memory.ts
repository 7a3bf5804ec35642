import type { LoadLowering, StoreLowering } from './lowering.js'
import { laneOf, laneWord, longLane, replaceLane, splat } from './v128-lanes.js'

const widths = [8, 16, 32, 64] as const

const load = (bytes: LoadLowering['bytes'], lower: LoadLowering['lower']): LoadLowering => ({
  bytes,
  result: 'v128',
  lower,
})

/** One value of a load: a `u32`, or of 64 bits a `vec2u`. */
const loadedValue = ([low = '', high]: readonly string[]) =>
  high === undefined ? low : `vec2u(${low}, ${high})`
const bytesOf = (bits: number) => (bits / 8) as 1 | 2 | 4 | 8

function extending(bits: 8 | 16 | 32, sign: 's' | 'u'): LoadLowering {
  const helper = `i${bits * 2}x${64 / bits}_extend_low_i${bits}x${128 / bits}_${sign}`
  return load(8, ([low, high], _, { call }) => call(helper, `vec4u(${low}, ${high}, 0u, 0u)`))
}

const splatting = (bits: (typeof widths)[number]) =>
  load(bytesOf(bits), (words) => splat(bits, loadedValue(words)))

const intoLane = (bits: (typeof widths)[number]): LoadLowering => ({
  bytes: bytesOf(bits),
  parameters: ['v128'],
  result: 'v128',
  lower: (words, [vector = ''], context) =>
    replaceLane(bits, laneOf(context.immediates), vector, loadedValue(words), context),
})

const fromLane = (bits: (typeof widths)[number]): StoreLowering => ({
  bytes: bytesOf(bits),
  parameter: 'v128',
  lower: (vector, { immediates }) => {
    const lane = laneOf(immediates)
    if (bits === 64) return [`${longLane(vector, lane)}.x`, `${longLane(vector, lane)}.y`]
    const { word, shift } = laneWord(vector, bits, lane)
    return [shift === 0 ? word : `(${word} >> ${shift}u)`]
  },
})

const named = <T>(name: (bits: number) => string, make: (bits: (typeof widths)[number]) => T) =>
  Object.fromEntries(widths.map((bits) => [`v128.${name(bits)}`, make(bits)]))

/** Loads of vectors (core specification 4.6.10). */
export const vectorLoads: Readonly<Record<string, LoadLowering>> = {
  'v128.load': load(16, (words) => `vec4u(${words.join(', ')})`),
  'v128.load32_zero': load(4, ([word]) => `vec4u(${word}, 0u, 0u, 0u)`),
  'v128.load64_zero': load(8, ([low, high]) => `vec4u(${low}, ${high}, 0u, 0u)`),
  'v128.load8x8_s': extending(8, 's'),
  'v128.load8x8_u': extending(8, 'u'),
  'v128.load16x4_s': extending(16, 's'),
  'v128.load16x4_u': extending(16, 'u'),
  'v128.load32x2_s': extending(32, 's'),
  'v128.load32x2_u': extending(32, 'u'),
  ...named((bits) => `load${bits}_splat`, splatting),
  ...named((bits) => `load${bits}_lane`, intoLane),
}

/** Stores of vectors (core specification 4.6.10). */
export const vectorStores: Readonly<Record<string, StoreLowering>> = {
  'v128.store': {
    bytes: 16,
    parameter: 'v128',
    lower: (vector) => [...'xyzw'].map((component) => `${vector}.${component}`),
  },
  ...named((bits) => `store${bits}_lane`, fromLane),
}
