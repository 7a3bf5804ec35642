import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ChunkPolicy } from './chunking.js'

const iterations = fc.integer({ min: 1, max: 2 ** 32 - 1 })
const threads = fc.integer({ min: 1, max: 256 })
const elapsedMs = fc.double({ min: 0, max: 10_000, noNaN: true })

describe('chunk sizes', () => {
  test('cover the range in chunks whose count stays far below 2^32, whatever was measured', () => {
    fc.assert(
      fc.property(
        iterations,
        threads,
        fc.array(fc.tuple(iterations, elapsedMs)),
        (count, threadCount, history) => {
          const policy = new ChunkPolicy()
          for (const [measured, elapsed] of history) policy.measured(measured, elapsed)
          const size = policy.chunkSize(count, threadCount)
          expect(Number.isInteger(size)).toBe(true)
          expect(size).toBeGreaterThanOrEqual(1)
          expect(size).toBeLessThanOrEqual(count)
          expect(Math.ceil(count / size)).toBeLessThanOrEqual(threadCount * 16)
        },
      ),
    )
  })

  test('give every thread a share, however short an iteration is', () => {
    const policy = new ChunkPolicy()
    policy.measured(1_000_000, 0.001)
    expect(Math.ceil(1_000 / policy.chunkSize(1_000, 4))).toBe(4)
  })
})

describe('running alone', () => {
  test('an unknown kernel is shared, a tiny one is not, a long one is', () => {
    const policy = new ChunkPolicy()
    expect(policy.runsAlone(2, 0)).toBe(false)
    policy.measured(1_000, 0.001)
    expect(policy.runsAlone(100, 0)).toBe(true)
    expect(policy.runsAlone(1_000_000, 0)).toBe(false)
  })

  test('late joins keep short calls on the calling thread, and now and then it tries again', () => {
    const policy = new ChunkPolicy()
    policy.measured(1_000, 0.1)
    const alone = Array.from({ length: 1_000 }, () => policy.runsAlone(1_000, 4))
    expect(alone.filter(Boolean).length).toBeGreaterThan(900)
    expect(alone.filter((value) => !value).length).toBeGreaterThan(2)
    expect(policy.runsAlone(1_000_000, 4)).toBe(false)
    expect(policy.runsAlone(1_000, 0)).toBe(false)
  })
})
