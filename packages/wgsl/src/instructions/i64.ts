import type { Lowerings } from './lowering.js'
import { loweringsFrom } from './lowerings-from.js'

export const i64Lowerings: Lowerings = {
  ...loweringsFrom(['i64', 'i64'], 'i64', {
    'i64.add': 'i64_add(a, b)',
    'i64.sub': 'i64_sub(a, b)',
    'i64.mul': 'i64_mul(a, b)',
    'i64.div_s': 'i64_div_s(a, b, site)',
    'i64.div_u': 'i64_div_u(a, b, site)',
    'i64.rem_s': 'i64_rem_s(a, b, site)',
    'i64.rem_u': 'i64_rem_u(a, b, site)',
    'i64.and': '(a & b)',
    'i64.or': '(a | b)',
    'i64.xor': '(a ^ b)',
    'i64.shl': 'i64_shl(a, b.x)',
    'i64.shr_s': 'i64_shr_s(a, b.x)',
    'i64.shr_u': 'i64_shr_u(a, b.x)',
    'i64.rotl': 'i64_rotl(a, b.x)',
    'i64.rotr': 'i64_rotr(a, b.x)',
  }),
  ...loweringsFrom(['i64', 'i64'], 'bool', {
    'i64.eq': 'all(a == b)',
    'i64.ne': 'any(a != b)',
    'i64.lt_s': 'i64_lt_s(a, b)',
    'i64.lt_u': 'i64_lt_u(a, b)',
    'i64.gt_s': 'i64_lt_s(b, a)',
    'i64.gt_u': 'i64_lt_u(b, a)',
    'i64.le_s': '(!i64_lt_s(b, a))',
    'i64.le_u': '(!i64_lt_u(b, a))',
    'i64.ge_s': '(!i64_lt_s(a, b))',
    'i64.ge_u': '(!i64_lt_u(a, b))',
  }),
  ...loweringsFrom(['i64'], 'bool', { 'i64.eqz': 'i64_eqz(a)' }),
  ...loweringsFrom(['i64'], 'i64', {
    'i64.clz': 'i64_clz(a)',
    'i64.ctz': 'i64_ctz(a)',
    'i64.popcnt': 'i64_popcnt(a)',
    'i64.extend8_s': 'i64_extend8_s(a)',
    'i64.extend16_s': 'i64_extend16_s(a)',
    'i64.extend32_s': 'i64_extend32_s(a)',
  }),
}
