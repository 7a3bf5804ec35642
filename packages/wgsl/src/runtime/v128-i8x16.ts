import { narrowLanes } from './v128-narrow-lanes.js'
import { narrowing } from './v128-narrowing.js'
import { binary, unary, type VectorFunctions, words } from './vector-functions.js'

/** A byte of the result from each word's lowest byte of `b`, its number in `a`; a number that is no lane's gives zero. */
const swizzledByte = `let odd = (b & vec4u(4u)) != vec4u();
  let low = select(vec4u(a.x), vec4u(a.y), odd);
  let word = select(low, select(vec4u(a.z), vec4u(a.w), odd), (b & vec4u(8u)) != vec4u());
  let byte = (word >> ((b & vec4u(3u)) << vec4u(3u))) & vec4u(255u);
  return select(byte, vec4u(), (b & vec4u(240u)) != vec4u());`

/** No loop, so that compilers compute all there is to compute of the constant numbers of shuffles: 5 times faster. */
const swizzle = [0, 8, 16, 24]
  .map((place) => `(i8x16_swizzled_byte(a, b >> vec4u(${place}u)) << vec4u(${place}u))`)
  .join(' | ')

const popcnt = `let p = a - ((a >> vec4u(1u)) & ${words(0x55555555)});
  let q = (p & ${words(0x33333333)}) + ((p >> vec4u(2u)) & ${words(0x33333333)});
  return (q + (q >> vec4u(4u))) & ${words(0x0f0f0f0f)};`

/** The least and the greatest byte, as pairs of halfwords. */
const ranges = { s: [0xff80ff80, 0x007f007f], u: [0, 0x00ff00ff] } as const

const clamped = (sign: 's' | 'u') =>
  `i16x8_max_s(i16x8_min_s(a, ${words(ranges[sign][1])}), ${words(ranges[sign][0])})`

const pack = `let p = (c & vec4u(255u)) | ((c >> vec4u(8u)) & vec4u(65280u));
  return p.xz | (p.yw << vec2u(16u));`

/** Vectors of bytes (core specification 4.6.9). */
export const i8x16Functions: readonly VectorFunctions[] = [
  ...narrowLanes('i8x16', 8),
  ...narrowing('i8x16', 'i16x8', clamped, pack),
  { ...unary, bodies: { 'i8x16.popcnt': popcnt } },
  { ...binary, bodies: { i8x16_swizzled_byte: swizzledByte, 'i8x16.swizzle': swizzle } },
]
