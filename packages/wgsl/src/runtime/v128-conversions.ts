import { laneByLane } from './lane-by-lane.js'
import { unary, type VectorFunctions } from './vector-functions.js'

const zeroAbove = (helper: string) => `vec4u(${helper}(a.xy), ${helper}(a.zw), 0u, 0u)`
const fromLow = (helper: string) => `vec4u(${helper}(a.x), ${helper}(a.y))`

const withDoubles: VectorFunctions = {
  ...unary,
  bodies: {
    'f32x4.demote_f64x2_zero': zeroAbove('f32_demote_f64'),
    'f64x2.promote_low_f32x4': fromLow('f64_promote_f32'),
    'i32x4.trunc_sat_f64x2_s_zero': zeroAbove('i32_trunc_sat_f64_s'),
    'i32x4.trunc_sat_f64x2_u_zero': zeroAbove('i32_trunc_sat_f64_u'),
    'f64x2.convert_low_i32x4_s': fromLow('f64_convert_i32_s'),
    'f64x2.convert_low_i32x4_u': fromLow('f64_convert_i32_u'),
  },
}

const strict: VectorFunctions = {
  ...unary,
  bodies: {
    'i32x4.trunc_sat_f32x4_s': laneByLane('i32_trunc_sat_f32_s', 32, 'a'),
    'i32x4.trunc_sat_f32x4_u': laneByLane('i32_trunc_sat_f32_u', 32, 'a'),
    'f32x4.convert_i32x4_s': laneByLane('f32_convert_i32_s', 32, 'a'),
    'f32x4.convert_i32x4_u': laneByLane('f32_convert_i32_u', 32, 'a'),
  },
}

/** WGSL leaves open what becomes of floats that are out of range or not numbers. */
const truncated = (type: 'i' | 'u', least: string, greatest: string, over: string, most: string) =>
  `let f = bitcast<vec4f>(a);
  let t = bitcast<vec4u>(vec4${type}(clamp(f, vec4f(${least}), vec4f(${greatest}))));
  return select(t, vec4u(${most}), f >= vec4f(${over})) & ~f32x4_nan(a);`

/** Halves are converted without rounding, so that only the sum rounds: how conversions round is left open. */
const converted = (high: string) =>
  `bitcast<vec4u>(vec4f(${high} >> vec4u(16u)) * 65536.0 + vec4f(a & vec4u(65535u)))`

const fast: VectorFunctions = {
  ...unary,
  suffix: '_fast',
  bodies: {
    'i32x4.trunc_sat_f32x4_s': truncated('i', '-2147483648.0', '2147483520.0', '2147483648.0', '0x7fffffffu'),
    'i32x4.trunc_sat_f32x4_u': truncated('u', '0.0', '4294967040.0', '4294967296.0', '0xffffffffu'),
    'f32x4.convert_i32x4_s': converted('bitcast<vec4i>(a)'),
    'f32x4.convert_i32x4_u': converted('a'),
  },
}

/** Conversions between floats and integers, and of floats (core specification 4.6.9). */
export const conversionFunctions = { strict: [withDoubles, strict], fast: [withDoubles, fast] }
