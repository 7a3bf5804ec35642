import type { Lowering, Lowerings } from './lowering.js'
import { loweringsFrom } from './lowerings-from.js'

/**
 * On WGSL's own f32. What WGSL leaves open or gets wrong goes through the bits: signs, and `min` and `max` of NaNs and
 * zeros. Comparisons do not, since that made a kernel 2.8 times slower: they are right, denormals aside, if `ne`
 * comes from `==`. Rounding to integers may take a denormal for zero.
 */
const arithmetic = loweringsFrom(['f32', 'f32'], 'f32', {
  'f32.add': '(a + b)',
  'f32.sub': '(a - b)',
  'f32.mul': '(a * b)',
  'f32.div': '(a / b)',
})

const zero = /^(?:0f|f32\(\)|float_of_bits\(0x80000000u\))$/

/** Compilers of shaders take `x * 0` for 0 and `x + 0` for x, even for infinities and -0: so they may not see the 0. */
function hidingZeros([name, lowering]: [string, Lowering]): [string, Lowering] {
  const lower: Lowering['lower'] = (operands, context) =>
    lowering.lower(
      operands.map((text) => (zero.test(text) ? context.call('separate_f32', text) : text)),
      context,
    )
  return [name, { ...lowering, lower }]
}

export const f32FastLowerings: Lowerings = {
  ...Object.fromEntries(Object.entries(arithmetic).map(hidingZeros)),
  ...loweringsFrom(['f32', 'f32'], 'f32', {
    'f32.min': 'bitcast<f32>(f32_min(bitcast<u32>(a), bitcast<u32>(b)))',
    'f32.max': 'bitcast<f32>(f32_max(bitcast<u32>(a), bitcast<u32>(b)))',
    'f32.copysign': 'bitcast<f32>((bitcast<u32>(a) & 0x7fffffffu) | (bitcast<u32>(b) & 0x80000000u))',
  }),
  ...loweringsFrom(['f32', 'f32'], 'bool', {
    'f32.eq': '(a == b)',
    'f32.ne': '(!(a == b))',
    'f32.lt': '(a < b)',
    'f32.gt': '(a > b)',
    'f32.le': '(a <= b)',
    'f32.ge': '(a >= b)',
  }),
  ...loweringsFrom(['f32'], 'f32', {
    'f32.abs': 'bitcast<f32>(bitcast<u32>(a) & 0x7fffffffu)',
    'f32.neg': 'bitcast<f32>(bitcast<u32>(a) ^ 0x80000000u)',
    'f32.ceil': 'ceil(a)',
    'f32.floor': 'floor(a)',
    'f32.trunc': 'trunc(a)',
    'f32.nearest': 'round(a)',
    'f32.sqrt': 'sqrt(a)',
  }),
}
