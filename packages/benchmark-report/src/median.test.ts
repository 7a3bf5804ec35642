import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { median } from './median.js'

const values = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 50 })

describe('median', () => {
  it('has as many values below as above', () => {
    fc.assert(
      fc.property(values, (list) => {
        const middle = median(list)
        const below = list.filter((value) => value < middle).length
        const above = list.filter((value) => value > middle).length
        expect(below).toBeLessThanOrEqual(list.length / 2)
        expect(above).toBeLessThanOrEqual(list.length / 2)
      }),
    )
  })

  it('of no values is no number', () => expect(median([])).toBeNaN())
})
