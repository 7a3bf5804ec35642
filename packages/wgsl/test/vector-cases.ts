import type { Immediate } from '@weft/wasm-binary'
import { vectorLowerings } from '../src/instructions/vector-lowerings.js'
import type { FloatMode, ValueType } from '../src/value-type.js'
import { wordCount } from './evaluation-shader.js'

/** A generator of words with a fixed seed (Marsaglia's xorshift). */
export function randomWords(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
}

const float32 = [
  0, 0x80000000, 1, 0x807fffff, 0x00800000, 0x3f800000, 0xbf800000, 0x3f000000, 0xbf000000, 0x3fc00000,
  0x40200000, 0xbeffffff, 0x4b000001, 0xcb7fffff, 0x4f000000, 0xcf000000, 0xcf000001, 0x4effffff, 0x4f7fffff,
  0x4f800000, 0x7f7fffff, 0xff7fffff, 0x7f800000, 0xff800000, 0x7fc00000, 0xffc00000, 0x7fa00001, 0xff812345,
]
const integers = [
  0x80808080, 0x7f7f7f7f, 0x7f80ff00, 0x80008000, 0x7fff7fff, 0x7fff8000, 0x0001ffff, 0x01ff80fe, 0xffffffff,
  0x7fffffff, 0x80000001, 0x00ff0100, 0x007fff80, 0xfffe0002, 16, 0x0f101f20, 0x10203,
]
const float64 = [
  0x00000000, 0x80000000, 0x00000001, 0x800fffff, 0x00100000, 0x3ff00000, 0xbff00000, 0x3fe00000, 0x40080000,
  0x41e00000, 0xc1e00000, 0x41efffff, 0x41f00000, 0x43300000, 0x47efffff, 0x36a00000, 0x380fffff, 0x7fefffff,
  0x7ff00000, 0xfff00000, 0x7ff80000, 0xfff80000, 0x7ff40000,
].flatMap((high) => [
  [high === 1 ? 7 : 0, high],
  [0xffffffff, high],
])

/** Vectors of words, bytes, halfwords and floats at the ends of their ranges, in all orders of lanes that matter. */
const specialVectors: readonly (readonly number[])[] = [
  ...[...float32, ...integers].map((word, index, all) =>
    [0, 1, 7, 12].map((step) => all[(index + step) % all.length] ?? word),
  ),
  ...float64.map((pair, index, all) => [...pair, ...(all[(index + 5) % all.length] ?? pair)]),
]

/** Random words, of which many are near special ones: equal lanes and close exponents are else never met. */
function randomVector(next: () => number): number[] {
  const special = specialVectors[next() % specialVectors.length] ?? []
  return Array.from({ length: 4 }, (_, index) => {
    const kind = next() % 4
    if (kind === 0) return special[index] ?? 0
    return kind === 1 ? ((special[index] ?? 0) ^ (1 << (next() % 32))) >>> 0 : next()
  })
}

const closeFloats = (vector: readonly number[], next: () => number) =>
  vector.map((word) => ((word & 0x3fffffff) + 0x20000000 + (next() % 3) * 0x80000000) >>> 0)

/**
 * The words of tuples of operands: special vectors, and random ones. `all`: every two special vectors meet, if there
 * are two.
 */
export function vectorTuples(parameters: readonly ValueType[], amount: 'all' | 'some'): Uint32Array {
  const next = randomWords(0x2545f491)
  const specials = amount === 'all' ? specialVectors : specialVectors.slice(0, 12)
  const vectors = parameters.filter((type) => type === 'v128').length
  const scalarWords = parameters.reduce((sum, type) => sum + (type === 'v128' ? 0 : wordCount(type)), 0)
  const scalars = () => Array.from({ length: scalarWords }, () => specialScalar(next))
  const seconds = vectors < 2 ? [[]] : specials
  const special = specials.flatMap((first) =>
    seconds.map((second) => [...first, ...second, ...more(vectors - 2, next), ...scalars()]),
  )
  const random = Array.from({ length: amount === 'all' ? 2000 : 100 }, (_, index) => {
    const operands = Array.from({ length: vectors }, () => randomVector(next))
    const shaped = index % 3 === 0 ? operands.map((vector) => closeFloats(vector, next)) : operands
    return [...shaped.flat(), ...scalars()]
  })
  return Uint32Array.from([...special, ...random].flatMap((words) => (vectors === 0 ? scalars() : words)))
}

const more = (count: number, next: () => number) =>
  Array.from(
    { length: Math.max(0, count) },
    () => specialVectors[next() % specialVectors.length] ?? [],
  ).flat()

function specialScalar(next: () => number): number {
  const special = [...float32, ...integers]
  return next() % 3 === 0 ? next() : (special[next() % special.length] ?? 0)
}

/** All immediates that an instruction is tried with; of shuffles some dozens. */
export function immediatesOf(name: string): readonly (readonly Immediate[])[] {
  if (name === 'i8x16.shuffle')
    return shuffles().map((lanes) => [{ kind: 'shuffle', lanes: Uint8Array.from(lanes) }])
  if (!/(extract|replace)_lane/.test(name)) return [[]]
  return lanes(Number(name.split('.')[0]?.split('x')[1])).map((lane) => [{ kind: 'lane', lane }])
}

const lanes = (count: number) => Array.from({ length: count }, (_, lane) => lane)

function shuffles(): number[][] {
  const next = randomWords(77)
  const bytes = (lane: (index: number) => number) => lanes(16).map(lane)
  const wordMoves = lanes(12).map(() => {
    const words = lanes(4).map(() => next() % 8)
    return bytes((index) => (words[index >> 2] ?? 0) * 4 + (index & 3))
  })
  const rotations = lanes(17).map((by) => bytes((index) => index + by))
  return [
    ...wordMoves,
    ...rotations.slice(0, 8),
    bytes((index) => index),
    bytes((index) => index + 16),
    bytes((index) => index ^ 3),
    bytes((index) => (index >> 1) + (index & 1) * 16),
    bytes((index) => index * 2),
    bytes(() => 31),
    ...lanes(12).map(() => bytes(() => next() % 32)),
    ...lanes(4).map(() => bytes(() => next() % 16)),
    ...lanes(4).map(() => bytes(() => 16 + (next() % 16))),
  ]
}

const texts = { strict: vectorLowerings('strict'), fast: vectorLowerings('fast') }

/** What becomes the same text in both modes is run once. */
export function differsInFastMode(name: string): boolean {
  const call = (...parts: string[]) => parts.join(' ')
  return immediatesOf(name).some((immediates) => {
    const text = (mode: FloatMode) =>
      texts[mode][name]?.lower(['a', 'b', 'c'], { mode, immediates, site: '', call })
    return text('strict') !== text('fast')
  })
}
