import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type GridLimits, gridSteps } from './grid.js'

const limits = fc.record({
  workgroupSize: fc.integer({ min: 1, max: 1024 }),
  groupsPerDimension: fc.integer({ min: 1, max: 65_535 }),
  iterationsPerDispatch: fc.integer({ min: 1, max: 2 ** 32 }),
})

/** Limits under which a call of that many iterations takes few dispatches. */
const call = fc
  .record({ iterations: fc.integer({ min: 0, max: 2 ** 32 - 1 }), limits })
  .filter(({ iterations, limits }) => iterations / perStepAtMost(limits) < 1000)

function perStepAtMost({ workgroupSize, groupsPerDimension, iterationsPerDispatch }: GridLimits): number {
  return Math.min(iterationsPerDispatch, workgroupSize * groupsPerDimension ** 2)
}

test('steps cover every iteration once, in order, and keep to the limits', () => {
  fc.assert(
    fc.property(call, ({ iterations, limits }) => {
      let next = 0
      for (const { first, count, groupsX, groupsY } of gridSteps(iterations, limits)) {
        expect(first).toBe(next)
        expect(count).toBeGreaterThan(0)
        expect(count).toBeLessThanOrEqual(perStepAtMost(limits))
        expect(Math.max(groupsX, groupsY)).toBeLessThanOrEqual(limits.groupsPerDimension)
        const invocations = groupsX * groupsY * limits.workgroupSize
        expect(invocations).toBeGreaterThanOrEqual(count)
        expect(invocations - count).toBeLessThan((groupsY + 1) * limits.workgroupSize)
        next += count
      }
      expect(next).toBe(iterations)
    }),
  )
})

test('2^32 - 1 iterations in workgroups of one take two dispatches', () => {
  const one = { workgroupSize: 1, groupsPerDimension: 65_535, iterationsPerDispatch: 2 ** 32 }
  expect([...gridSteps(2 ** 32 - 1, one)]).toEqual([
    { first: 0, count: 65_535 ** 2, groupsX: 65_535, groupsY: 65_535 },
    { first: 65_535 ** 2, count: 131_070, groupsX: 65_535, groupsY: 2 },
  ])
})
