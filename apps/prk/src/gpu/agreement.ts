import type { GpuCase } from './gpu-cases.js'

/** What rounding may leave of f32, and how many points of an image may fall on the other side of an edge. */
export const tolerance = { f32: 1e-5, u32: 0.01 } as const

/**
 * How far an output is from what it should be: the largest error of a number, as a part of the largest number there
 * should be, or the share of integers that differ. 0 means that all bits are the same.
 */
export function differenceOf(
  { output }: Pick<GpuCase, 'output'>,
  actual: Uint8Array,
  expected: Uint8Array,
): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY
  return output === 'f32'
    ? largestError(wordsOf(actual, Float32Array), wordsOf(expected, Float32Array))
    : shareOfOthers(wordsOf(actual, Uint32Array), wordsOf(expected, Uint32Array))
}

function largestError(actual: Float32Array, expected: Float32Array): number {
  const scale = expected.reduce((most, value) => (Math.abs(value) > most ? Math.abs(value) : most), 0) || 1
  let largest = 0
  for (let index = 0; index < actual.length; index++) {
    const [is, should] = [actual[index]!, expected[index]!]
    if (Object.is(is, should)) continue
    // A zero of the wrong sign is a difference, too.
    const error = Math.max(Math.abs(is - should) / scale, Number.MIN_VALUE)
    if (!(error <= largest)) largest = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error
  }
  return largest
}

function shareOfOthers(actual: Uint32Array, expected: Uint32Array): number {
  let others = 0
  for (let index = 0; index < actual.length; index++) if (actual[index] !== expected[index]) others++
  return others / actual.length
}

type WordArray<T> = new (buffer: ArrayBuffer) => T

function wordsOf<T>(bytes: Uint8Array, words: WordArray<T>): T {
  return new words(Uint8Array.from(bytes).buffer)
}
