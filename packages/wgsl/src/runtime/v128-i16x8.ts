import { narrowLanes } from './v128-narrow-lanes.js'
import { narrowing } from './v128-narrowing.js'
import { wideningLanes, widenToHalfwords } from './v128-widening.js'
import { binary, type VectorFunctions } from './vector-functions.js'

const ranges = { s: 'vec4i(-32768), vec4i(32767)', u: 'vec4i(), vec4i(65535)' } as const

const clamped = (sign: 's' | 'u') => `bitcast<vec4u>(clamp(bitcast<vec4i>(a), ${ranges[sign]}))`

const pack = 'return (c.xz & vec2u(65535u)) | (c.yw << vec2u(16u));'

const multiplication = {
  'i16x8.mul': '((a * b) & vec4u(65535u)) | (((a >> vec4u(16u)) * (b >> vec4u(16u))) << vec4u(16u))',
  // Of words that hold halfwords. The one product that is too great is that of the two least numbers.
  i32x4_q15mulr: 'bitcast<vec4u>(min(bitcast<vec4i>(a * b + 16384u) >> vec4u(15u), vec4i(32767)))',
  'i16x8.q15mulr_sat_s': `let low = i32x4_q15mulr(i32x4_even_s(a), i32x4_even_s(b));
  let high = i32x4_q15mulr(i32x4_even_s(a >> vec4u(16u)), i32x4_even_s(b >> vec4u(16u)));
  return (low & vec4u(65535u)) | (high << vec4u(16u));`,
}

/** Vectors of halfwords (core specification 4.6.9). */
export const i16x8Functions: readonly VectorFunctions[] = [
  ...narrowLanes('i16x8', 16),
  ...narrowing('i16x8', 'i32x4', clamped, pack),
  ...wideningLanes(widenToHalfwords),
  { ...binary, bodies: multiplication },
]
