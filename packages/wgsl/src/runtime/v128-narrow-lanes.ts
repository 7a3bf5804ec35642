import { eachNamed } from './each-named.js'
import { derivedComparisons } from './v128-comparisons.js'
import { binary, mask, predicate, shift, unary, type VectorFunctions, words } from './vector-functions.js'

/**
 * What `i8x16` and `i16x8` have in common. All lanes of a word are computed together: carries between them are kept away
 * by computing their highest bits apart.
 */
export function narrowLanes(shape: 'i8x16' | 'i16x8', bits: 8 | 16): VectorFunctions[] {
  const lows = bits === 8 ? 0x01010101 : 0x00010001
  const lane: Lane = {
    shape,
    bits,
    lows,
    low: words(lows),
    high: words(lows << (bits - 1)),
    rest: words(~(lows << (bits - 1))),
  }
  return [
    { ...unary, bodies: { ...lanewise(lane), ...unaries(lane) } },
    { ...binary, bodies: { ...sums(lane), ...comparisons(lane), ...saturating(lane) } },
    { ...shift, bodies: shifts(lane) },
    {
      ...predicate,
      bodies: { [`${shape}.all_true`]: `all((${shape}_nonzero(a) & ${lane.high}) == ${lane.high})` },
    },
    { ...mask, bodies: { [`${shape}.bitmask`]: bitmasks[shape] } },
  ]
}

interface Lane {
  readonly shape: string
  readonly bits: number
  /** Number with the lowest bit of every lane set. */
  readonly lows: number
  /** Vectors with the lowest, the highest, and all but the highest bit of every lane set. */
  readonly low: string
  readonly high: string
  readonly rest: string
}

/** A product moves the highest bits of a word's bytes next to each other. */
const bitmasks = {
  i8x16: `dot((((a >> vec4u(7u)) & ${words(0x01010101)}) * 0x10204080u) >> vec4u(28u), vec4u(1u, 16u, 256u, 4096u))`,
  i16x8: `dot(((a >> vec4u(15u)) & vec4u(1u)) | ((a >> vec4u(30u)) & vec4u(2u)), vec4u(1u, 4u, 16u, 64u))`,
}

/** `fill` spreads the highest bit of each lane over it; `nonzero` sets it, and other bits, if any bit is set. */
function lanewise({ shape, bits, high, rest }: Lane): Record<string, string> {
  return {
    [`${shape}_fill`]: `let h = a & ${high}; return h | (h - (h >> vec4u(${bits - 1}u)));`,
    [`${shape}_nonzero`]: `((a & ${rest}) + ${rest}) | a`,
  }
}

function unaries({ shape, bits, low, high, rest }: Lane): Record<string, string> {
  return {
    [`${shape}.abs`]: `(a ^ ${shape}_fill(a)) + ((a >> vec4u(${bits - 1}u)) & ${low})`,
    [`${shape}.neg`]: `(${high} - (a & ${rest})) ^ (~a & ${high})`,
  }
}

function sums({ shape, high, rest }: Lane): Record<string, string> {
  return {
    [`${shape}.add`]: `((a & ${rest}) + (b & ${rest})) ^ ((a ^ b) & ${high})`,
    [`${shape}.sub`]: `((a | ${high}) - (b & ${rest})) ^ (~(a ^ b) & ${high})`,
    [`${shape}.avgr_u`]: `(a | b) - (((a ^ b) >> vec4u(1u)) & ${rest})`,
  }
}

function comparisons({ shape, high, rest }: Lane): Record<string, string> {
  // Where the highest bits are equal, the others decide: their difference then borrows from the bit set above them.
  const less = (differing: string) =>
    `${shape}_fill((${differing}) | ~((a ^ b) | ((a | ${high}) - (b & ${rest}))))`
  const chosen = (first: string, sign: string) => `${first} ^ ((a ^ b) & ${shape}_lt_${sign}(a, b))`
  return {
    [`${shape}.eq`]: `~${shape}_fill(${shape}_nonzero(a ^ b))`,
    [`${shape}.lt_s`]: less('a & ~b'),
    [`${shape}.lt_u`]: less('~a & b'),
    ...derivedComparisons(shape, 's u'),
    ...eachNamed('s u', `${shape}.min_`, (sign) => chosen('b', sign)),
    ...eachNamed('s u', `${shape}.max_`, (sign) => chosen('a', sign)),
  }
}

function saturating({ shape, bits, low, rest }: Lane): Record<string, string> {
  const signed = (operation: string, overflow: string) =>
    `let r = ${shape}_${operation}(a, b); let m = ${shape}_fill(${overflow} & (a ^ r));
  return r ^ ((r ^ (((a >> vec4u(${bits - 1}u)) & ${low}) + ${rest})) & m);`
  return {
    [`${shape}.add_sat_s`]: signed('add', '~(a ^ b)'),
    [`${shape}.sub_sat_s`]: signed('sub', '(a ^ b)'),
    [`${shape}.add_sat_u`]: `let r = ${shape}_add(a, b); return r | ${shape}_fill((a & b) | ((a | b) & ~r));`,
    [`${shape}.sub_sat_u`]: `${shape}_sub(a, b) & ~${shape}_lt_u(a, b)`,
  }
}

function shifts({ shape, bits, lows }: Lane): Record<string, string> {
  const all = 2 ** bits - 1
  const kept = `(${all}u >> (b & ${bits - 1}u)) * ${lows}u`
  const count = `(b & ${bits - 1}u)`
  return {
    [`${shape}.shl`]: `(a << vec4u${count}) & vec4u(((${all}u << ${count}) & ${all}u) * ${lows}u)`,
    [`${shape}.shr_u`]: `(a >> vec4u${count}) & vec4u(${kept})`,
    [`${shape}.shr_s`]: `${shape}_shr_u(a, b) | (${shape}_fill(a) & ~vec4u(${kept}))`,
  }
}
