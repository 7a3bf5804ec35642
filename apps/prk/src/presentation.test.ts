import { describe, expect, it } from 'vitest'
import { drawChart } from './chart.js'
import { cpu, sequential } from './devices.js'
import { findKernel } from './kernels.js'
import type { Comparison, Result } from './run-kernels.js'
import { describeFailures, formatTable } from './table.js'

const devices = [sequential, cpu(1), cpu(2)]

function comparison(name: string, results: readonly Partial<Result>[]): Comparison {
  const kernel = findKernel(name)
  const whole = results.map((result, index) => {
    return { device: devices[index]!, medianMs: 1, rate: 1000, error: 0, valid: true, ...result }
  })
  return { kernel, variant: kernel.variants[0]!, problem: kernel.problems.small, results: whole }
}

const good = comparison('nstream', [{ rate: 1000 }, { rate: 1200 }, { rate: 2400 }])
const wrong = comparison('dgemm', [
  {},
  { valid: false, error: 3 },
  { valid: false, failure: 'no memory', rate: Number.NaN },
])

describe('formatTable', () => {
  it('sets speeds side by side, with the gain of all threads over one', () => {
    const line = formatTable([good], devices)
      .split('\n')
      .find((text) => text.includes('nstream'))
    expect(line).toMatch(/1,000 │\s+1,200 │\s+2,400 │ MB\/s\s+│\s+×2\.00 │ ok/)
  })

  it('shows what failed', () => {
    const line = formatTable([wrong], devices)
      .split('\n')
      .find((text) => text.includes('dgemm'))
    expect(line).toMatch(/failed.*FAILED/)
  })

  it('leaves empty what is not measured yet', () => {
    expect(formatTable([comparison('p2p', [])], devices)).toContain('p2p/f64/scalar')
  })
})

describe('describeFailures', () => {
  it('names the kernel, the device and the reason', () => {
    expect(describeFailures([good, wrong])).toEqual([
      'dgemm/f64/scalar on 1 thread: its check found an error of 3',
      'dgemm/f64/scalar on 2 threads: no memory',
    ])
  })
})

describe('drawChart', () => {
  const svg = drawChart([good, wrong], devices)

  it('is an SVG file with every kernel and device in it', () => {
    expect(svg).toMatch(/^<svg[^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/)
    for (const text of [
      'nstream/f64/scalar',
      'dgemm/f64/scalar',
      'sequential',
      '2 threads',
      'MB/s',
      'MFlop/s',
    ]) {
      expect(svg).toContain(text)
    }
  })

  it('draws what has no speed as nothing', () => expect(svg).not.toContain('NaN'))
})
