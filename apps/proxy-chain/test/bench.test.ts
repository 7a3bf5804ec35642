import type { Row } from '@weft/benchmark-report'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Effort } from '../src/bench/effort.js'
import { measureLinear } from '../src/bench/linear.js'
import { measureLongBody } from '../src/bench/long-body.js'
import { measureManyClients } from '../src/bench/many-clients.js'
import { measureTrees } from '../src/bench/trees.js'
import { type Started, startUpstream } from '../src/process/start-process.js'
import { drawChart } from '../src/report/chart.js'

// Nothing here is timed: that every response is whole is checked by the parts themselves.
const tiny: Effort = {
  rounds: 1,
  requests: 40,
  warmUp: 20,
  bodyBytes: 5_000_000,
  crowd: [300, 20],
  progress: () => {},
}

describe('all parts, tiny', () => {
  let upstream: Started
  const rows: Row[] = []
  const rowNamed = (name: string) => rows.find((row) => row.name === name)!

  beforeAll(async () => {
    upstream = await startUpstream()
    for (const part of [measureLinear, measureTrees, measureLongBody, measureManyClients])
      rows.push(...(await part(upstream.url, tiny)))
    return () => upstream[Symbol.dispose]()
  })

  it('give rows of the common format, each once', () => {
    for (const row of rows) {
      expect(row.name).toMatch(/^[a-z0-9-]+(\/[a-zA-Z0-9-]+)+$/)
      expect(Number.isFinite(row.value)).toBe(true)
      expect(row.unit).not.toBe('')
    }
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length)
  })

  it('have the targets', () => {
    const targets = rows.flatMap(({ name, min, max }) => {
      if (min !== undefined) return [`${name} ≥ ${min}`]
      return max === undefined ? [] : [`${name} ≤ ${max}`]
    })
    expect(targets).toMatchInlineSnapshot(`
      [
        "chain/1/added-rate ≤ 15",
        "chain/1/added-latency ≤ 50",
        "chain/2/added-rate ≤ 15",
        "chain/2/added-latency ≤ 50",
        "chain/4/added-rate ≤ 15",
        "chain/4/added-latency ≤ 50",
        "chain/8/added-rate ≤ 15",
        "chain/8/added-latency ≤ 50",
        "chain/16/added-rate ≤ 15",
        "chain/16/added-latency ≤ 50",
        "body/8/of-0 ≥ 0.7",
        "body/8/memory ≤ 64",
        "clients/lost ≤ 0",
        "clients/leaks ≤ 0",
      ]
    `)
  })

  it('lose nothing, and leave nothing behind, when clients go away', () => {
    expect(rowNamed('clients/cut').value).toBeGreaterThan(0)
    expect(rowNamed('clients/lost').value).toBe(0)
    expect(rowNamed('clients/leaks').value).toBe(0)
  })

  it('are drawn: a point for each length of the chain', () => {
    const svg = drawChart(rows)
    expect(svg).toMatch(/^<svg/)
    for (const text of ['components in Weft', 'plain JavaScript', 'requests per second'])
      expect(svg).toContain(text)
  })
})
