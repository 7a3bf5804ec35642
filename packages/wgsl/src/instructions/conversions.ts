import type { FloatMode } from '../value-type.js'
import type { Lowerings } from './lowering.js'
import { loweringsFrom } from './lowerings-from.js'

const withoutF32: Lowerings = {
  ...loweringsFrom(['i64'], 'i32', { 'i32.wrap_i64': 'a.x' }),
  ...loweringsFrom(['i32'], 'i64', {
    'i64.extend_i32_s': 'i64_extend_i32_s(a)',
    'i64.extend_i32_u': 'vec2u(a, 0u)',
  }),
  ...loweringsFrom(['i32'], 'f64', {
    'f64.convert_i32_s': 'f64_convert_i32_s(a)',
    'f64.convert_i32_u': 'f64_convert_i32_u(a)',
  }),
  ...loweringsFrom(['i64'], 'f64', {
    'f64.convert_i64_s': 'f64_convert_i64_s(a)',
    'f64.convert_i64_u': 'f64_convert_i64_u(a)',
    'f64.reinterpret_i64': 'a',
  }),
  ...loweringsFrom(['f64'], 'i32', {
    'i32.trunc_f64_s': 'i32_trunc_f64_s(a, site)',
    'i32.trunc_f64_u': 'i32_trunc_f64_u(a, site)',
    'i32.trunc_sat_f64_s': 'i32_trunc_sat_f64_s(a)',
    'i32.trunc_sat_f64_u': 'i32_trunc_sat_f64_u(a)',
  }),
  ...loweringsFrom(['f64'], 'i64', {
    'i64.trunc_f64_s': 'i64_trunc_f64_s(a, site)',
    'i64.trunc_f64_u': 'i64_trunc_f64_u(a, site)',
    'i64.trunc_sat_f64_s': 'i64_trunc_sat_f64_s(a)',
    'i64.trunc_sat_f64_u': 'i64_trunc_sat_f64_u(a)',
    'i64.reinterpret_f64': 'a',
  }),
}

/** `bits` is the bits of the operand, `float` makes an f32 of bits. */
function withF32(bits: string, float: (bits: string) => string): Lowerings {
  return {
    ...loweringsFrom(['f32'], 'i32', {
      'i32.trunc_f32_s': `i32_trunc_f32_s(${bits}, site)`,
      'i32.trunc_f32_u': `i32_trunc_f32_u(${bits}, site)`,
      'i32.trunc_sat_f32_s': `i32_trunc_sat_f32_s(${bits})`,
      'i32.trunc_sat_f32_u': `i32_trunc_sat_f32_u(${bits})`,
      'i32.reinterpret_f32': bits,
    }),
    ...loweringsFrom(['f32'], 'i64', {
      'i64.trunc_f32_s': `i64_trunc_f32_s(${bits}, site)`,
      'i64.trunc_f32_u': `i64_trunc_f32_u(${bits}, site)`,
      'i64.trunc_sat_f32_s': `i64_trunc_sat_f32_s(${bits})`,
      'i64.trunc_sat_f32_u': `i64_trunc_sat_f32_u(${bits})`,
    }),
    ...loweringsFrom(['f32'], 'f64', { 'f64.promote_f32': `f64_promote_f32(${bits})` }),
    ...loweringsFrom(['f64'], 'f32', { 'f32.demote_f64': float('f32_demote_f64(a)') }),
    ...loweringsFrom(['i64'], 'f32', {
      'f32.convert_i64_s': float('f32_convert_i64_s(a)'),
      'f32.convert_i64_u': float('f32_convert_i64_u(a)'),
    }),
    ...loweringsFrom(['i32'], 'f32', { 'f32.reinterpret_i32': float('a') }),
  }
}

const strict: Lowerings = {
  ...withF32('a', (bits) => bits),
  ...loweringsFrom(['i32'], 'f32', {
    'f32.convert_i32_s': 'f32_convert_i32_s(a)',
    'f32.convert_i32_u': 'f32_convert_i32_u(a)',
  }),
}

const fast: Lowerings = {
  ...withF32('bitcast<u32>(a)', (bits) => `bitcast<f32>(${bits})`),
  ...loweringsFrom(['i32'], 'f32', {
    'f32.convert_i32_s': 'f32_native_convert_i32_s(a)',
    'f32.convert_i32_u': 'f32_native_convert_i32_u(a)',
  }),
}

/** Also the sign extensions that change the type. */
export function conversionLowerings(mode: FloatMode): Lowerings {
  return { ...withoutF32, ...(mode === 'fast' ? fast : strict) }
}
