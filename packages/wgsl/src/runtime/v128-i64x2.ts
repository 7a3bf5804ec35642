import { eachNamed } from './each-named.js'
import { derivedComparisons } from './v128-comparisons.js'
import { extending } from './v128-widening.js'
import { binary, mask, predicate, shift, unary, type VectorFunctions } from './vector-functions.js'

/** The lower words of a vector are `xz`, the higher ones `yw`. */
const negative = (operand: string) => `bitcast<vec2u>(bitcast<vec2i>(${operand}) >> vec2u(31u))`

function extended(half: 'low' | 'high', sign: 's' | 'u'): string {
  const operand = half === 'low' ? 'a.xy' : 'a.zw'
  return sign === 'u' ? `vec4u(${operand}, vec2u()).xzyw` : `vec4u(${operand}, ${negative(operand)}).xzyw`
}

/** Both halves of a lane's mask from one truth value for each lane. */
const lanes = (truth: string) => `(0u - vec2u(${truth})).xxyy`

/** Vectors of two words, instead of these scalars, are folded wrong by SwiftShader if `a` is a constant zero. */
const eachLane = (name: string) => `vec4u(i64_${name}(a.xy, b.xy), i64_${name}(a.zw, b.zw))`

const less = `let p = bitcast<vec2i>(a.yw); let q = bitcast<vec2i>(b.yw);
  return ${lanes('(p < q) | ((p == q) & (a.xz < b.xz))')};`

/** Vectors of 64-bit numbers (core specification 4.6.9). */
export const i64x2Functions: readonly VectorFunctions[] = [
  ...extending('i64x2', 'i32x4', extended, (a, b) => `i64x2_mul(${a}, ${b})`),
  {
    ...unary,
    bodies: {
      'i64x2.neg': 'i64x2_sub(vec4u(), a)',
      'i64x2.abs': `let m = ${negative('a.yw')}.xxyy; return i64x2_sub(a ^ m, m);`,
    },
  },
  {
    ...binary,
    bodies: {
      ...eachNamed('add sub mul', 'i64x2.', eachLane),
      'i64x2.eq': lanes('(a.xz == b.xz) & (a.yw == b.yw)'),
      'i64x2.lt_s': less,
      ...derivedComparisons('i64x2', 's'),
    },
  },
  {
    ...shift,
    bodies: eachNamed(
      'shl shr_s shr_u',
      'i64x2.',
      (name) => `vec4u(i64_${name}(a.xy, b), i64_${name}(a.zw, b))`,
    ),
  },
  { ...predicate, bodies: { 'i64x2.all_true': 'all((a.xz | a.yw) != vec2u())' } },
  { ...mask, bodies: { 'i64x2.bitmask': '(a.y >> 31u) | ((a.w >> 31u) << 1u)' } },
]
