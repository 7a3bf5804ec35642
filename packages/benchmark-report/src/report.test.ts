import { describe, expect, it } from 'vitest'
import { createRow } from './report.js'

describe('createRow', () => {
  it('is met within its target', () => {
    expect(createRow('a', 85, '%', { min: 85 })).toEqual({
      name: 'a',
      value: 85,
      unit: '%',
      min: 85,
      met: true,
    })
    expect(createRow('a', 84.9, '%', { min: 85 }).met).toBe(false)
    expect(createRow('a', 0.3, 'µs', { max: 0.3 }).met).toBe(true)
    expect(createRow('a', 0.31, 'µs', { max: 0.3 }).met).toBe(false)
  })

  it('without a target, every number will do', () => expect(createRow('a', -1, 'ms').met).toBe(true))

  it.each([Number.NaN, Number.POSITIVE_INFINITY])(
    '%s is never met, and survives JSON as a number',
    (value) => {
      const row = JSON.parse(JSON.stringify(createRow('a', value, 'error', { min: 0 })))
      expect(row).toMatchObject({ value: Number.MAX_VALUE, met: false })
    },
  )
})
