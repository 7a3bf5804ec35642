import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { percentile } from './percentile.js'

const values = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 50 })

describe('percentile', () => {
  it('is one of the values, with at most that fraction below it', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 0.999, noNaN: true }), (list, fraction) => {
        const value = percentile(list, fraction)
        expect(list).toContain(value)
        expect(list.filter((other) => other < value).length).toBeLessThanOrEqual(list.length * fraction)
      }),
    )
  })
})
