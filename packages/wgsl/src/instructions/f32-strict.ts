import type { Lowerings } from './lowering.js'
import { loweringsFrom } from './lowerings-from.js'

/** On the bits of an f32: exact on every device. */
export const f32StrictLowerings: Lowerings = {
  ...loweringsFrom(['f32', 'f32'], 'f32', {
    'f32.add': 'f32_add(a, b)',
    'f32.sub': 'f32_sub(a, b)',
    'f32.mul': 'f32_mul(a, b)',
    'f32.div': 'f32_div(a, b)',
    'f32.min': 'f32_min(a, b)',
    'f32.max': 'f32_max(a, b)',
    'f32.copysign': '((a & 0x7fffffffu) | (b & 0x80000000u))',
  }),
  ...loweringsFrom(['f32', 'f32'], 'bool', {
    'f32.eq': 'f32_eq(a, b)',
    'f32.ne': '(!f32_eq(a, b))',
    'f32.lt': 'f32_lt(a, b)',
    'f32.gt': 'f32_lt(b, a)',
    'f32.le': 'f32_le(a, b)',
    'f32.ge': 'f32_le(b, a)',
  }),
  ...loweringsFrom(['f32'], 'f32', {
    'f32.abs': '(a & 0x7fffffffu)',
    'f32.neg': '(a ^ 0x80000000u)',
    'f32.ceil': 'f32_ceil(a)',
    'f32.floor': 'f32_floor(a)',
    'f32.trunc': 'f32_trunc(a)',
    'f32.nearest': 'f32_nearest(a)',
    'f32.sqrt': 'f32_sqrt(a)',
  }),
}
