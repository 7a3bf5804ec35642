import { eachNamed } from './each-named.js'
import { laneByLane } from './lane-by-lane.js'
import { derivedFloatComparisons, pseudoExtrema } from './v128-comparisons.js'
import { binary, unary, type VectorFunctions } from './vector-functions.js'

const operations = (names: string, parameters: 'a' | 'ab', truth = false) =>
  eachNamed(names, 'f64x2.', (name) => laneByLane(`f64_${name}`, 64, parameters, truth))

/** Vectors of 64-bit floats (core specification 4.6.9), exact in both float modes. */
export const f64x2Functions: readonly VectorFunctions[] = [
  {
    ...unary,
    inline: true,
    bodies: {
      'f64x2.abs': 'a & vec4u(~0u, 0x7fffffffu, ~0u, 0x7fffffffu)',
      'f64x2.neg': 'a ^ vec4u(0u, 0x80000000u, 0u, 0x80000000u)',
    },
  },
  { ...unary, bodies: operations('sqrt ceil floor trunc nearest', 'a') },
  {
    ...binary,
    bodies: {
      ...operations('add sub mul div min max', 'ab'),
      ...operations('eq lt le', 'ab', true),
      ...derivedFloatComparisons('f64x2'),
      ...pseudoExtrema('f64x2'),
    },
  },
]
