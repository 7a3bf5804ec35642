import type { FloatMode, ValueType } from '../value-type.js'
import type { Lowerings } from './lowering.js'
import { loweringsFrom } from './lowerings-from.js'

/** `bits` is the bits of an f32 operand, `float` makes an f32 of bits. */
function patterns(bits: string, float: (bits: string) => string): Record<string, string> {
  return {
    'i32.wrap_i64': 'a.x',
    'i64.extend_i32_s': 'i64_extend_i32_s(a)',
    'i64.extend_i32_u': 'vec2u(a, 0u)',
    'i32.reinterpret_f32': bits,
    'f32.reinterpret_i32': float('a'),
    'i64.reinterpret_f64': 'a',
    'f64.reinterpret_i64': 'a',
    'f64.promote_f32': `f64_promote_f32(${bits})`,
    'f32.demote_f64': float('f32_demote_f64(a)'),
    ...Object.fromEntries(
      ['i32', 'i64'].flatMap((integer) =>
        ['s', 'u'].flatMap((sign) => [
          [`${integer}.trunc_f32_${sign}`, `${integer}_trunc_f32_${sign}(${bits}, site)`],
          [`${integer}.trunc_f64_${sign}`, `${integer}_trunc_f64_${sign}(a, site)`],
          [`${integer}.trunc_sat_f32_${sign}`, `${integer}_trunc_sat_f32_${sign}(${bits})`],
          [`${integer}.trunc_sat_f64_${sign}`, `${integer}_trunc_sat_f64_${sign}(a)`],
          [`f32.convert_${integer}_${sign}`, float(`f32_convert_${integer}_${sign}(a)`)],
          [`f64.convert_${integer}_${sign}`, `f64_convert_${integer}_${sign}(a)`],
        ]),
      ),
    ),
  }
}

const strict = () => patterns('a', (bits) => bits)

const fast = () => ({
  ...patterns('bitcast<u32>(a)', (bits) => `bitcast<f32>(${bits})`),
  'f32.convert_i32_s': 'f32_native_convert_i32_s(a)',
  'f32.convert_i32_u': 'f32_native_convert_i32_u(a)',
})

/** Also the sign extensions that change the type. The types stand in the names, that of the result first. */
export function conversionLowerings(mode: FloatMode): Lowerings {
  const entries = Object.entries(mode === 'fast' ? fast() : strict()).map(([name, pattern]) => {
    const [result, operand] = name.match(/[if]\d\d/g) as [ValueType, ValueType]
    return loweringsFrom([operand], result, { [name]: pattern })
  })
  return Object.assign({}, ...entries)
}
