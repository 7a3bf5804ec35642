import { eachNamed, relations } from './each-named.js'
import { laneByLane } from './lane-by-lane.js'
import { derivedFloatComparisons, pseudoExtrema } from './v128-comparisons.js'
import { binary, unary, type VectorFunctions, words } from './vector-functions.js'

const magnitude = `(a & ${words(0x7fffffff)})`
const sign = 'bitcast<vec4u>(bitcast<vec4i>(a) >> vec4u(31u))'
const compared = (key: string, operator: string) =>
  `bitcast<vec4i>(f32x4_${key}(a)) ${operator} bitcast<vec4i>(f32x4_${key}(b))`
const ordered = (operator: string) =>
  `(0u - vec4u(${compared('value', operator)})) & ~(f32x4_nan(a) | f32x4_nan(b))`

/** `value` and `order` compare as integers as the floats do; `order` has -0 less than +0. */
const keys = {
  f32x4_nan: `0u - vec4u(${magnitude} > ${words(0x7f800000)})`,
  f32x4_value: `let s = ${sign}; return (${magnitude} ^ s) - s;`,
  f32x4_order: `a ^ (${sign} >> vec4u(1u))`,
}

const extremum = (greater: string, less: string) =>
  `let n = f32x4_nan(a) | f32x4_nan(b);
  return (select(${greater}, ${less}, ${compared('order', '<')}) & ~n) | (n & ${words(0x7fc00000)});`

/** Exact in both float modes: all by integers. */
const exact: readonly VectorFunctions[] = [
  {
    ...unary,
    inline: true,
    bodies: { 'f32x4.abs': `a & ${words(0x7fffffff)}`, 'f32x4.neg': `a ^ ${words(0x80000000)}` },
  },
  { ...unary, bodies: keys },
  {
    ...binary,
    bodies: {
      'f32x4.min': extremum('b', 'a'),
      'f32x4.max': extremum('a', 'b'),
      ...pseudoExtrema('f32x4'),
    },
  },
]

const perLane = (names: string, parameters: 'a' | 'ab') =>
  eachNamed(names, 'f32x4.', (name) => laneByLane(`f32_${name}`, 32, parameters))

const strict: readonly VectorFunctions[] = [
  { ...unary, bodies: perLane('sqrt ceil floor trunc nearest', 'a') },
  {
    ...binary,
    bodies: {
      ...perLane('add sub mul div', 'ab'),
      'f32x4.eq': ordered('=='),
      'f32x4.lt': ordered('<'),
      'f32x4.le': ordered('<='),
      ...derivedFloatComparisons('f32x4'),
    },
  },
]

const float = (operand: string) => `bitcast<vec4f>(${operand})`
const operators = { add: '+', sub: '-', mul: '*', div: '/' }

const rounding = ['sqrt', 'ceil', 'floor', 'trunc', 'round'].map((name) => [
  `f32x4.${name === 'round' ? 'nearest' : name}`,
  `bitcast<vec4u>(${name}(${float('a')}))`,
])

const arithmetic = Object.entries(operators).map(([name, operator]) => [
  `f32x4.${name}`,
  `bitcast<vec4u>(${float('a')} ${operator} ${float('b')})`,
])

const comparisons = Object.entries({ eq: '==', ...relations }).map(([name, operator]) => [
  `f32x4.${name}`,
  `0u - vec4u(${float('a')} ${operator} ${float('b')})`,
])

/** With the floats of WGSL. They are functions, since a literal that is no finite number is an error there. */
const fast: readonly VectorFunctions[] = [
  { ...unary, suffix: '_fast', bodies: Object.fromEntries(rounding) },
  {
    ...binary,
    suffix: '_fast',
    bodies: {
      ...Object.fromEntries([...arithmetic, ...comparisons]),
      // Of NaNs, devices may take `!=` as false.
      'f32x4.ne': `vec4u(${float('a')} == ${float('b')}) - 1u`,
    },
  },
]

/** Vectors of 32-bit floats (core specification 4.6.9). */
export const f32x4Functions = {
  strict: [...exact, ...strict],
  fast: [...exact, ...fast],
}
