import fc from 'fast-check'
import { expect, it } from 'vitest'
import { groupsFor } from './hand-written.js'

it('gives every iteration a place, within the limits of WebGPU', () => {
  const sizes = fc.integer({ min: 1, max: 256 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 32 - 1 }), sizes, (iterations, size) => {
      fc.pre(iterations / size <= 65_535 ** 2)
      const [columns, rows] = groupsFor(iterations, size)
      expect(Math.max(columns, rows)).toBeLessThanOrEqual(65_535)
      expect(columns * rows * size).toBeGreaterThanOrEqual(iterations)
    }),
  )
})
