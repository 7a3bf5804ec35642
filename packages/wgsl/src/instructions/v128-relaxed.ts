import type { Lowering, Lowerings } from './lowering.js'

/** Instructions that are called the same, but for `relaxed_` and `sat`, where they are relaxed. */
const exact = [
  'i8x16.swizzle',
  'i32x4.trunc_sat_f32x4_s',
  'i32x4.trunc_sat_f32x4_u',
  'i32x4.trunc_sat_f64x2_s_zero',
  'i32x4.trunc_sat_f64x2_u_zero',
  'f32x4.min',
  'f32x4.max',
  'f64x2.min',
  'f64x2.max',
  'i16x8.q15mulr_sat_s',
]

/** A lowering of three vectors from others, which `lower` calls by their names. */
function composed(
  lowerings: Lowerings,
  lower: (apply: (name: string, ...operands: string[]) => string, a: string, b: string, c: string) => string,
): Lowering {
  return {
    parameters: ['v128', 'v128', 'v128'],
    result: 'v128',
    lower: ([a = '', b = '', c = ''], context) =>
      lower((name, ...operands) => lowerings[name]!.lower(operands, context), a, b, c),
  }
}

const multiplyAdd = (lowerings: Lowerings, shape: string): Lowerings => ({
  [`${shape}.relaxed_madd`]: composed(lowerings, (apply, a, b, c) =>
    apply(`${shape}.add`, apply(`${shape}.mul`, a, b), c),
  ),
  [`${shape}.relaxed_nmadd`]: composed(lowerings, (apply, a, b, c) =>
    apply(`${shape}.sub`, c, apply(`${shape}.mul`, a, b)),
  ),
})

/**
 * The relaxed instructions, each with one of the results that the core specification (4.3.6) allows: that of the exact
 * instruction of the same kind. `madd` and `nmadd` round the product, where engines on processors with fused
 * multiplication do not: of all relaxed instructions only these may differ from them for ordinary numbers.
 */
export function relaxedLowerings(lowerings: Lowerings): Lowerings {
  const same = exact.map((name) => [name.replace('.', '.relaxed_').replace('_sat', ''), lowerings[name]!])
  const selections = ['i8x16', 'i16x8', 'i32x4', 'i64x2'].map((shape) => [
    `${shape}.relaxed_laneselect`,
    lowerings['v128.bitselect']!,
  ])
  return {
    ...(Object.fromEntries([...same, ...selections]) as Lowerings),
    ...multiplyAdd(lowerings, 'f32x4'),
    ...multiplyAdd(lowerings, 'f64x2'),
    'i32x4.relaxed_dot_i8x16_i7x16_add_s': composed(lowerings, (apply, a, b, c) => {
      const products = apply('i16x8.relaxed_dot_i8x16_i7x16_s', a, b)
      return apply('i32x4.add', apply('i32x4.extadd_pairwise_i16x8_s', products), c)
    }),
  }
}
