import type { Row } from '@weft/benchmark-report'
import { beforeAll, describe, expect, it } from 'vitest'
import { families } from '../src/families/families.js'
import { jco } from '../src/runtimes/jco.js'
import { weft } from '../src/runtimes/weft.js'

// Every guest's results are checked by the families themselves; what fails leaves a note. Nothing here is timed.
const tiny = { rounds: 2, sampleMs: 0, attempts: 1, crowd: 200, runtimes: [weft, jco], progress: () => {} }

/** Rows that say what jco cannot do. */
const knownNotes = ['concurrent/200/jco/rate']

describe('all families, with tiny samples', () => {
  const rows: Row[] = []

  beforeAll(async () => {
    for (const family of families) rows.push(...(await family.measure(tiny)))
  })

  it('give rows of the common format, each once', () => {
    for (const row of rows) {
      expect(row.name).toMatch(/^[a-z0-9-]+(\/[a-zA-Z0-9-]+)+$/)
      expect(Number.isFinite(row.value)).toBe(true)
      expect(row.unit).not.toBe('')
      expect(typeof row.met).toBe('boolean')
    }
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length)
  })

  it('find the results of all guests right', () => {
    expect(rows.filter(({ name, note }) => note !== undefined && !knownNotes.includes(name))).toEqual([])
  })

  it('have the targets', () => {
    const targets = rows.flatMap(({ name, min, max }) => {
      if (min !== undefined) return [`${name} ≥ ${min}`]
      return max === undefined ? [] : [`${name} ≤ ${max}`]
    })
    expect(targets).toMatchInlineSnapshot(`
      [
        "calls/eager/weft ≥ 1.5",
        "calls/eager/of-jco ≥ 15",
        "calls/yield/callback/weft ≥ 0.4",
        "calls/yield/callback/of-jco ≥ 300",
        "calls/yield/blocking/weft ≥ 0.4",
        "calls/yield/blocking/of-jco ≥ 300",
        "host-calls/one-at-a-time/weft ≥ 1",
        "host-calls/64-at-a-time/weft ≥ 1",
        "streams/guest-to-guest/64KiB/of-set ≥ 0.6",
        "streams/guest-to-guest/1KiB/weft ≥ 0.6",
        "streams/through-8/64KiB/of-through-1 ≥ 0.95",
        "streams/guest-to-host/64KiB/of-set ≥ 0.5",
        "streams/host-to-guest/64KiB/of-set ≥ 0.5",
        "strings/utf8-to-utf16/1KiB/weft ≥ 300",
        "start-up/warm/weft ≤ 8",
        "start-up/first-in-process/weft ≤ 30",
        "concurrent/200/weft/completed ≥ 200",
        "concurrent/200/weft/completed-on-stacks ≥ 20",
        "assemblyscript/size/empty/async ≤ 3",
        "assemblyscript/size/empty/task ≤ 3",
        "assemblyscript/size/empty/blocking ≤ 3",
        "assemblyscript/size/copy/async ≤ 10",
        "assemblyscript/size/copy/task ≤ 10",
        "assemblyscript/size/copy/blocking ≤ 10",
        "assemblyscript/await/promise ≤ 60",
        "assemblyscript/await/call ≤ 60",
        "assemblyscript/await/task ≤ 20",
        "size/component/min-gzip ≤ 35",
      ]
    `)
  })
})
