import { relations } from './each-named.js'
import { wideningLanes, widenToWords } from './v128-widening.js'
import { binary, mask, predicate, shift, unary, type VectorFunctions } from './vector-functions.js'

const signed = (operand: string) => `bitcast<vec4i>(${operand})`

const comparisons = Object.entries(relations).flatMap(([name, operator]) => [
  [`i32x4.${name}_u`, `0u - vec4u(a ${operator} b)`],
  [`i32x4.${name}_s`, `0u - vec4u(${signed('a')} ${operator} ${signed('b')})`],
])

const selections = ['min', 'max'].flatMap((name) => [
  [`i32x4.${name}_u`, `${name}(a, b)`],
  [`i32x4.${name}_s`, `bitcast<vec4u>(${name}(${signed('a')}, ${signed('b')}))`],
])

/** Vectors of words (core specification 4.6.9): WGSL has nearly all of it. */
export const i32x4Functions: readonly VectorFunctions[] = [
  ...wideningLanes(widenToWords),
  {
    ...unary,
    inline: true,
    bodies: { 'i32x4.neg': 'vec4u() - a', 'i32x4.abs': `bitcast<vec4u>(abs(${signed('a')}))` },
  },
  {
    ...binary,
    inline: true,
    bodies: {
      'i32x4.add': 'a + b',
      'i32x4.sub': 'a - b',
      'i32x4.mul': 'a * b',
      'i32x4.eq': '0u - vec4u(a == b)',
      'i32x4.ne': '0u - vec4u(a != b)',
      ...Object.fromEntries([...comparisons, ...selections]),
    },
  },
  // A literal that loses bits to a shift is an error in WGSL, so the shift to the left is a function.
  { ...shift, bodies: { 'i32x4.shl': 'a << vec4u(b & 31u)' } },
  {
    ...shift,
    inline: true,
    bodies: {
      'i32x4.shr_u': 'a >> vec4u(b & 31u)',
      'i32x4.shr_s': `bitcast<vec4u>(${signed('a')} >> vec4u(b & 31u))`,
    },
  },
  { ...predicate, bodies: { 'i32x4.all_true': 'all(a != vec4u())' } },
  { ...mask, bodies: { 'i32x4.bitmask': 'dot(a >> vec4u(31u), vec4u(1u, 2u, 4u, 8u))' } },
]
