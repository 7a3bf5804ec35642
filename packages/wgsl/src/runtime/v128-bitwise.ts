import { binary, ternary, test, unary, type VectorFunctions } from './vector-functions.js'

/** Core specification 4.3.3, on whole vectors. The relaxed lane selects take any bit of the mask as it is. */
export const bitwiseFunctions: readonly VectorFunctions[] = [
  { ...unary, inline: true, bodies: { 'v128.not': '~a' } },
  { ...test, inline: true, bodies: { 'v128.any_true': 'any(a != vec4u())' } },
  {
    ...binary,
    inline: true,
    bodies: { 'v128.and': 'a & b', 'v128.andnot': 'a & ~b', 'v128.or': 'a | b', 'v128.xor': 'a ^ b' },
  },
  { ...ternary, bodies: { 'v128.bitselect': 'b ^ ((a ^ b) & c)' } },
]
