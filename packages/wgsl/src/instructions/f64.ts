import type { Lowerings } from './lowering.js'
import { loweringsFrom } from './lowerings-from.js'

/** WGSL has no such type: always on the bits, and exact. */
export const f64Lowerings: Lowerings = {
  ...loweringsFrom(['f64', 'f64'], 'f64', {
    'f64.add': 'f64_add(a, b)',
    'f64.sub': 'f64_sub(a, b)',
    'f64.mul': 'f64_mul(a, b)',
    'f64.div': 'f64_div(a, b)',
    'f64.min': 'f64_min(a, b)',
    'f64.max': 'f64_max(a, b)',
    'f64.copysign': '((a & vec2u(0xffffffffu, 0x7fffffffu)) | (b & vec2u(0u, 0x80000000u)))',
  }),
  ...loweringsFrom(['f64', 'f64'], 'bool', {
    'f64.eq': 'f64_eq(a, b)',
    'f64.ne': '(!f64_eq(a, b))',
    'f64.lt': 'f64_lt(a, b)',
    'f64.gt': 'f64_lt(b, a)',
    'f64.le': 'f64_le(a, b)',
    'f64.ge': 'f64_le(b, a)',
  }),
  ...loweringsFrom(['f64'], 'f64', {
    'f64.abs': '(a & vec2u(0xffffffffu, 0x7fffffffu))',
    'f64.neg': '(a ^ vec2u(0u, 0x80000000u))',
    'f64.ceil': 'f64_ceil(a)',
    'f64.floor': 'f64_floor(a)',
    'f64.trunc': 'f64_trunc(a)',
    'f64.nearest': 'f64_nearest(a)',
    'f64.sqrt': 'f64_sqrt(a)',
  }),
}
