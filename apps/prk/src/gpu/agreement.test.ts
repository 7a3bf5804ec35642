import { describe, expect, it } from 'vitest'
import { differenceOf } from './agreement.js'

const floats = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer)
const integers = (...values: number[]) => new Uint8Array(Uint32Array.from(values).buffer)

describe('differenceOf', () => {
  it('is the largest error of floats, as a part of the largest one', () => {
    expect(differenceOf({ output: 'f32' }, floats(1, -0, Number.NaN), floats(1, -0, Number.NaN))).toBe(0)
    expect(differenceOf({ output: 'f32' }, floats(1.5, -2), floats(1, -2))).toBe(0.25)
    expect(differenceOf({ output: 'f32' }, floats(0.5), floats(0))).toBe(0.5)
    expect(differenceOf({ output: 'f32' }, floats(-0), floats(0))).toBeGreaterThan(0)
  })

  it.each([
    ['a number for NaN', floats(1), floats(Number.NaN)],
    ['NaN for a number', floats(Number.NaN, 1), floats(1, 1)],
    ['an output of another length', floats(1), floats(1, 1)],
  ])('is infinite for %s', (_, actual, expected) => {
    expect(differenceOf({ output: 'f32' }, actual, expected)).toBe(Number.POSITIVE_INFINITY)
  })

  it('is the share of integers that differ', () => {
    expect(differenceOf({ output: 'u32' }, integers(1, 2, 3, 4), integers(1, 2, 3, 5))).toBe(0.25)
  })
})
