import { eachNamed } from './each-named.js'
import { binary, unary, type VectorFunctions } from './vector-functions.js'

const halves = [
  ['low', 's'],
  ['high', 's'],
  ['low', 'u'],
  ['high', 'u'],
] as const

/** `extend_*` as `extended` gives it, and `extmul_*`. */
export function extending(
  shape: string,
  source: string,
  extended: (half: 'low' | 'high', sign: 's' | 'u') => string,
  product: (a: string, b: string) => string,
): VectorFunctions[] {
  const name = (half: string, sign: string) => `${half}_${source}_${sign}`
  const extend = halves.map(([half, sign]) => [`${shape}.extend_${name(half, sign)}`, extended(half, sign)])
  const multiply = halves.map(([half, sign]) => {
    const widened = (operand: string) => `${shape}_extend_${name(half, sign)}(${operand})`
    return [`${shape}.extmul_${name(half, sign)}`, product(widened('a'), widened('b'))]
  })
  return [
    { ...unary, bodies: Object.fromEntries(extend) },
    { ...binary, bodies: Object.fromEntries(multiply) },
  ]
}

interface Widening {
  readonly shape: 'i16x8' | 'i32x4'
  readonly source: 'i8x16' | 'i16x8'
  /** Bits of a lane of `source`. */
  readonly bits: 8 | 16
  /** Sums and products of lanes of `shape`. */
  sum(a: string, b: string): string
  product(a: string, b: string): string
  /** The lanes of `source` with even numbers in place, as lanes of `shape`. */
  readonly evenUnsigned: string
  readonly evenSigned: string
  /** The lanes of the first two words, of which each stands twice in `a`, at the even places; the others may hold anything. */
  readonly spread: string
  /** Sums of products of neighbours: the instruction of this name. */
  readonly dot: string
}

const halfwords = '((a >> vec4u(0u, 16u, 0u, 16u)) & vec4u(65535u))'

export const widenToHalfwords: Widening = {
  shape: 'i16x8',
  source: 'i8x16',
  bits: 8,
  sum: (a, b) => `i16x8_add(${a}, ${b})`,
  product: (a, b) => `i16x8_mul(${a}, ${b})`,
  evenUnsigned: 'a & vec4u(0x00ff00ffu)',
  evenSigned: '(((a ^ vec4u(0x00800080u)) & vec4u(0x00ff00ffu)) + 0x7f807f80u) ^ vec4u(0x80008000u)',
  spread: `let h = ${halfwords}; return h | (h << vec4u(8u));`,
  dot: 'relaxed_dot_i8x16_i7x16_s',
}

export const widenToWords: Widening = {
  shape: 'i32x4',
  source: 'i16x8',
  bits: 16,
  sum: (a, b) => `${a} + ${b}`,
  product: (a, b) => `${a} * ${b}`,
  evenUnsigned: 'a & vec4u(65535u)',
  evenSigned: 'bitcast<vec4u>(bitcast<vec4i>(a << vec4u(16u)) >> vec4u(16u))',
  spread: halfwords,
  dot: 'dot_i16x8_s',
}

/** What makes lanes of `shape` from the lanes, half as wide, of `source`. */
export function wideningLanes(widening: Widening): VectorFunctions[] {
  const { shape, source, bits, sum, product } = widening
  const even = (sign: string, a: string) => `${shape}_even_${sign}(${a})`
  const odd = (sign: string, a: string) => even(sign, `${a} >> vec4u(${bits}u)`)
  const extended = (half: string, sign: string) =>
    even(sign, `${shape}_spread(a.${half === 'low' ? 'xxyy' : 'zzww'})`)
  const evens = {
    [`${shape}_even_u`]: widening.evenUnsigned,
    [`${shape}_even_s`]: widening.evenSigned,
    [`${shape}_spread`]: widening.spread,
  }
  const pairs = eachNamed('s u', `${shape}.extadd_pairwise_${source}_`, (sign) =>
    sum(even(sign, 'a'), odd(sign, 'a')),
  )
  const products = (place: typeof even) => product(place('s', 'a'), place('s', 'b'))
  return [
    { ...unary, bodies: { ...evens, ...pairs } },
    { ...binary, bodies: { [`${shape}.${widening.dot}`]: sum(products(even), products(odd)) } },
    ...extending(shape, source, extended, product),
  ]
}
