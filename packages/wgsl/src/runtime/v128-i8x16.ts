import { narrowLanes } from './v128-narrow-lanes.js'
import { narrowing } from './v128-narrowing.js'
import { binary, unary, type VectorFunctions, words } from './vector-functions.js'

/** A byte of `b` is the number of a byte of `a`; a number that is no lane's gives zero. */
const swizzle = `var r: vec4u;
  for (var place = 0u; place < 32u; place += 8u) {
    let lane = b >> vec4u(place);
    let odd = (lane & vec4u(4u)) != vec4u();
    let low = select(vec4u(a.x), vec4u(a.y), odd);
    let word = select(low, select(vec4u(a.z), vec4u(a.w), odd), (lane & vec4u(8u)) != vec4u());
    let byte = (word >> ((lane & vec4u(3u)) << vec4u(3u))) & vec4u(255u);
    r |= select(byte, vec4u(), (lane & vec4u(240u)) != vec4u()) << vec4u(place);
  }
  return r;`

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
  { ...binary, bodies: { 'i8x16.swizzle': swizzle } },
]
