import { describe, expect, it } from 'vitest'
import { leastDisturbed } from './sample.js'

function samplesOf(...shares: number[]) {
  let next = 0
  return async () => ({ elapsedMs: next + 1, disturbedShare: shares[next++]! })
}

describe('leastDisturbed', () => {
  it('takes a sample once if nobody disturbs it', async () => {
    expect(await leastDisturbed(3, samplesOf(0.05, 0))).toBe(1)
  })

  it('takes it again until nobody does', async () => {
    expect(await leastDisturbed(3, samplesOf(0.5, 0.05, 0))).toBe(2)
  })

  it('gives the least disturbed one if all are', async () => {
    expect(await leastDisturbed(3, samplesOf(0.5, 0.2, 0.3, 0))).toBe(2)
  })
})
