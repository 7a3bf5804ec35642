import type { ValueType } from '../src/value-type.js'
import { wordCount } from './evaluation-shader.js'

type Scalar = Exclude<ValueType, 'v128'>

const i32Specials = [
  0, 1, 2, 7, 10, 31, 32, 33, 63, 64, 65, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x10000, 0x12345678,
  0x7fffffff, 0x80000000, 0x80000001, 0xff000000, 0xfffffffe, 0xffffffff, 0x1000000, 0x1000001, 0x1000003,
  0xffffff40, 0xffffff80, 0xffffffc0,
]

/** Signless bits: zero, the smallest and largest denormals and normals, ties, bounds of integers, infinity, NaNs. */
const f32Magnitudes = [
  0, 1, 2, 3, 0x400000, 0x7fffff, 0x800000, 0x800001, 0x1000000, 0x33800000, 0x34000000, 0x3effffff,
  0x3f000000, 0x3f000001, 0x3f7fffff, 0x3f800000, 0x3f800001, 0x3fc00000, 0x40000000, 0x40200000, 0x40490fdb,
  0x4affffff, 0x4b000000, 0x4b000001, 0x4b7fffff, 0x4b800001, 0x4effffff, 0x4f000000, 0x4f000001, 0x4f7fffff,
  0x4f800000, 0x5effffff, 0x5f000000, 0x5f7fffff, 0x5f800000, 0x7f000000, 0x7f7fffff, 0x7f800000, 0x7f800001,
  0x7fc00000, 0x7fffffff,
]

const f64Magnitudes: readonly bigint[] = [
  0n,
  1n,
  2n,
  3n,
  0x8000000000000n,
  0xfffffffffffffn,
  0x10000000000000n,
  0x10000000000001n,
  0x36a0000000000000n,
  0x36a0000000000001n,
  0x3690000000000000n,
  0x380fffffe0000000n,
  0x380fffffffffffffn,
  0x3810000000000000n,
  0x3ca0000000000000n,
  0x3cb0000000000000n,
  0x3fdfffffffffffffn,
  0x3fe0000000000000n,
  0x3fe0000000000001n,
  0x3fefffffffffffffn,
  0x3ff0000000000000n,
  0x3ff0000000000001n,
  0x3ff0000010000000n,
  0x3ff0000030000000n,
  0x3ff8000000000000n,
  0x4004000000000000n,
  0x400921fb54442d18n,
  0x41dfffffffc00000n,
  0x41dfffffffffffffn,
  0x41e0000000000000n,
  0x41e0000000100000n,
  0x41e0000000200000n,
  0x41efffffffe00000n,
  0x41efffffffffffffn,
  0x41f0000000000000n,
  0x432fffffffffffffn,
  0x4330000000000001n,
  0x4340000000000000n,
  0x43dfffffffffffffn,
  0x43e0000000000000n,
  0x43e0000000000001n,
  0x43efffffffffffffn,
  0x43f0000000000000n,
  0x47efffffe0000000n,
  0x47efffffefffffffn,
  0x47effffff0000000n,
  0x7fe0000000000000n,
  0x7fefffffffffffffn,
  0x7ff0000000000000n,
  0x7ff0000000000001n,
  0x7ff8000000000000n,
  0x7fffffffffffffffn,
]

/** Values that are likely to be wrong, each as its words. */
const specials: Readonly<Record<Scalar, readonly (readonly number[])[]>> = {
  i32: i32Specials.map((value) => [value]),
  i64: [
    ...i32Specials.map((value) => [value, 0]),
    ...i32Specials.map((value) => [0, value]),
    ...i32Specials.map((value) => [0xffffffff, value]),
    [0x80000000, 0x80000000],
    [1, 0x80000000],
    [0x80000000, 1],
    [0xffffff, 0x200000],
    [1, 0x200000],
    [0x400, 0x800000],
    [0xfffffc00, 0x7fffffff],
  ],
  f32: f32Magnitudes.flatMap((bits) => [[bits], [(bits | 0x80000000) >>> 0]]),
  f64: f64Magnitudes
    .flatMap((bits) => [bits, bits | (1n << 63n)])
    .map((bits) => [Number(bits & 0xffffffffn), Number(bits >> 32n)]),
}

/** Words that look random, the same in every run: xorshift. */
function randomWords(count: number): Uint32Array {
  let state = 0x9e3779b9
  return new Uint32Array(count).map(() => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state
  })
}

const pool = randomWords(1 << 17)

/** Random values: any bits, few bits set (ties are rare otherwise), and exponents near that of 1. */
function randomValue(type: Scalar, index: number): number[] {
  const words = Array.from(
    { length: wordCount(type) },
    (_, word) => pool[(3 * index + word) % pool.length] ?? 0,
  )
  const other = pool[(3 * index + 2) % pool.length] ?? 0
  if (index % 3 === 1)
    return words.map((word, place) => (word & (pool[(index + 31 * place) % pool.length] ?? 0)) >>> 0)
  const top = words.length - 1
  const near =
    type === 'f32'
      ? [0x807fffff, 0x38000000 + (other % 0x10000000)]
      : [0x800fffff, 0x3f000000 + (other % 0x2000000)]
  if (index % 3 === 2 && type.startsWith('f'))
    words[top] = (((words[top] ?? 0) & near[0]!) + (near[1]! & ~near[0]!)) >>> 0
  if (index % 3 === 2 && type.startsWith('i')) words[top] = (words[top] ?? 0) >>> (other & 31)
  return words
}

/** A value close to another: differences cancel, quotients are near 1. */
function nearby(value: readonly number[], index: number): number[] {
  const change = (pool[index % pool.length] ?? 0) >>> (8 + (index % 24))
  return value.map((word, place) => (place === 0 || index % 5 === 0 ? (word ^ change) >>> 0 : word))
}

/** Tuples of operands as words, one after the other: all special ones, and random ones. */
export function operandTuples(types: readonly ValueType[], randomCount: number): Uint32Array<ArrayBuffer> {
  const [first, second] = types as readonly Scalar[]
  if (first === undefined) return new Uint32Array()
  const firsts = specials[first]
  const tuples: number[][] =
    second === undefined
      ? firsts.map((value) => [...value])
      : firsts.flatMap((left) => specials[second].map((right) => [...left, ...right]))
  for (let index = 0; index < randomCount; index++) {
    const left = randomValue(first, index)
    if (second === undefined) tuples.push(left)
    else
      tuples.push([...left, ...(index % 4 === 3 ? nearby(left, index) : randomValue(second, index + 5000))])
  }
  return Uint32Array.from(tuples.flat())
}
