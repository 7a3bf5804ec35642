import { binary, predicate, ternary, unary, type VectorFunctions } from './vector-functions.js'

/** Operations on all bits alike (core specification 4.6.9). */
export const bitwiseFunctions: readonly VectorFunctions[] = [
  { ...unary, inline: true, bodies: { 'v128.not': '~a' } },
  { ...unary, bodies: { v128_opaque: 'a' } },
  { ...predicate, bodies: { 'v128.any_true': 'any(a != vec4u())' } },
  {
    ...binary,
    inline: true,
    bodies: { 'v128.and': 'a & b', 'v128.andnot': 'a & ~b', 'v128.or': 'a | b', 'v128.xor': 'a ^ b' },
  },
  { ...ternary, bodies: { 'v128.bitselect': 'b ^ ((a ^ b) & c)' } },
]
