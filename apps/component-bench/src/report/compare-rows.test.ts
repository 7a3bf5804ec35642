import { describe, expect, it } from 'vitest'
import { compareRows } from './compare-rows.js'

const slow = { rates: [1e6, 2e6, 4e6] }
const fast = { rates: [4e6, 2e6, 16e6] }

describe('compareRows', () => {
  it('gives the medians, and the median of the ratios of the same round', () => {
    const results = { weft: fast, jco: slow }
    const targetsOf = { jco: { min: 5 } }
    expect(
      compareRows({ name: 'x', unit: 'M/s', scale: 1e6, results, target: { min: 4 }, targetsOf }),
    ).toEqual([
      { name: 'x/weft', value: 4, unit: 'M/s', min: 4, met: true },
      { name: 'x/jco', value: 2, unit: 'M/s', met: true },
      { name: 'x/of-jco', value: 4, unit: '×', min: 5, met: false },
    ])
  })

  it('says why something was not measured, and keeps its rows', () => {
    const results = { weft: fast, jco: { failure: 'it trapped' } }
    const rows = compareRows({ name: 'x', unit: 'M/s', scale: 1e6, results })
    expect(rows.map(({ name, value, met, note }) => ({ name, value, met, note }))).toEqual([
      { name: 'x/weft', value: 4, met: true, note: undefined },
      { name: 'x/jco', value: 0, met: true, note: 'cannot be done: it trapped' },
      {
        name: 'x/of-jco',
        value: Number.MAX_VALUE,
        met: false,
        note: 'nothing to compare with: the other cannot do it',
      },
    ])
  })

  it('does not let Weft meet a target with what it cannot do', () => {
    const results = { weft: { failure: 'it trapped' }, jco: slow }
    const rows = compareRows({ name: 'x', unit: 'M/s', scale: 1e6, results, target: { min: 1 } })
    expect(rows.map(({ met }) => met)).toEqual([false, true, true])
  })
})
