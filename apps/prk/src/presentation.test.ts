import { describe, expect, it } from 'vitest'
import { drawChart } from './chart.js'
import { DeviceClock, type DeviceTimes } from './device-clock.js'
import { cpu, type DeviceSetup, sequential } from './devices.js'
import { findKernel } from './kernels.js'
import type { Comparison, Result } from './run-kernels.js'
import { describeFailures, formatTable, lastTwoProcessors } from './table.js'

const devices = [sequential, cpu(1), cpu(2)]

function comparison(name: string, results: readonly Partial<Result>[]): Comparison {
  const kernel = findKernel(name)
  const whole = results.map((result, index) => {
    return {
      device: devices[index]!,
      problem: kernel.problems.small,
      medianMs: 1,
      rate: 1000,
      error: 0,
      valid: true,
      ...result,
    }
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

describe('formatTable with a GPU', () => {
  const gpu: DeviceSetup = {
    ...{ label: 'GPU', key: 'gpu', open: sequential.open },
    gpu: { name: 'a card', isSoftware: false, clock: new DeviceClock() },
  }
  const times = (compileMs: number, kernelMs: number): DeviceTimes => {
    return { compileMs, uploadMs: 2, dispatchMs: 3, kernelMs, downloadMs: 5 }
  }

  it('shows where its time went, at first and later', () => {
    const compared = comparison('nstream', [
      {},
      {},
      { times: { cold: times(250, 4), warm: times(0, Number.NaN) } },
    ])
    const table = formatTable([compared], [sequential, cpu(1), gpu])
    expect(table).toMatch(/compile ms │ +upload ms │ +dispatch ms │ +kernel ms │ +download ms │ check/)
    expect(table).toMatch(/ 250 \/ 0\.0 │ +2\.0 \/ 2\.0 │ +3\.0 \/ 3\.0 │ +4\.0 \/ \? │ +5\.0 \/ 5\.0 │ ok/)
  })

  it('leaves empty what it does not run', () => {
    const compared = comparison('nstream', [{}, {}, { leftOut: true, rate: Number.NaN }])
    expect(formatTable([compared], [sequential, cpu(1), gpu])).not.toContain('NaN')
  })

  it('compares threads with each other, not with the GPU', () => {
    expect(lastTwoProcessors([sequential, cpu(1), cpu(2), gpu])).toEqual([1, 2])
    expect(lastTwoProcessors([sequential, gpu])).toBeUndefined()
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
