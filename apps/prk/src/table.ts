import Table from 'cli-table3'
import { type DeviceTimes, timeNames } from './device-clock.js'
import type { DeviceSetup } from './devices.js'
import { type Comparison, comparisonName, type Result } from './run-kernels.js'

interface Column {
  readonly head: string
  readonly align: 'left' | 'right'
  cell(comparison: Comparison): string
}

/**
 * The comparisons as a table for people. Missing results are left empty. Times of a GPU are in milliseconds, first /
 * later.
 */
export function formatTable(comparisons: readonly Comparison[], devices: readonly DeviceSetup[]): string {
  const columns = columnsFor(devices)
  const table = new Table({
    head: columns.map(({ head }) => head),
    colAligns: columns.map(({ align }) => align),
    style: { head: [], border: [], compact: true },
  })
  for (const comparison of comparisons) table.push(columns.map(({ cell }) => cell(comparison)))
  return table.toString()
}

function columnsFor(devices: readonly DeviceSetup[]): Column[] {
  return [
    left('kernel', comparisonName),
    right('size', ({ kernel, problem }) => kernel.describe(problem)),
    ...devices.map(({ label }, index) => right(label, ({ results }) => formatRate(results[index]))),
    left('unit', ({ kernel }) => kernel.unit),
    ...speedUpColumns(devices),
    ...timeColumns(devices),
    left('check', ({ results }) => formatCheck(results)),
  ]
}

function speedUpColumns(devices: readonly DeviceSetup[]): Column[] {
  const compared = lastTwoProcessors(devices)
  if (compared === undefined) return []
  const [before, last] = compared
  return [right('speed-up', ({ results }) => formatSpeedUp(results[before], results[last]))]
}

function timeColumns(devices: readonly DeviceSetup[]): Column[] {
  const gpu = devices.findIndex((device) => device.gpu !== undefined)
  if (gpu < 0) return []
  return timeNames.map((name) =>
    right(name.replace(/Ms$/, ' ms'), ({ results }) => formatTimes(results[gpu], name)),
  )
}

function left(head: string, cell: Column['cell']): Column {
  return { head, align: 'left', cell }
}

function right(head: string, cell: Column['cell']): Column {
  return { head, align: 'right', cell }
}

/** Places of the devices whose speed-up is told: all threads, and what stands before. */
export function lastTwoProcessors(devices: readonly DeviceSetup[]): readonly [number, number] | undefined {
  const processors = devices.flatMap(({ gpu }, index) => (gpu === undefined ? [index] : []))
  const [before, last] = processors.slice(-2)
  return before === undefined || last === undefined ? undefined : [before, last]
}

/** Why measurements are missing and checks failed, a line each. */
export function describeFailures(comparisons: readonly Comparison[]): string[] {
  return comparisons.flatMap((comparison) =>
    comparison.results
      .filter(({ valid }) => !valid)
      .map(({ device, failure, error }) => {
        const reason = failure ?? `its check found an error of ${error}`
        return `${comparisonName(comparison)} on ${device.label}: ${reason}`
      }),
  )
}

function formatRate(result: Result | undefined): string {
  if (result === undefined || result.leftOut) return ''
  if (result.failure !== undefined) return 'failed'
  if (result.rate < 10) return result.rate.toFixed(1)
  return Math.round(result.rate).toLocaleString('en')
}

function formatSpeedUp(before: Result | undefined, last: Result | undefined): string {
  if (last === undefined || before === undefined || !Number.isFinite(last.rate / before.rate)) return ''
  return `×${(last.rate / before.rate).toFixed(2)}`
}

function formatTimes(result: Result | undefined, name: keyof DeviceTimes): string {
  const times = result?.times
  return times === undefined ? '' : `${formatMs(times.cold[name])} / ${formatMs(times.warm[name])}`
}

function formatMs(timeMs: number): string {
  if (Number.isNaN(timeMs)) return '?'
  return timeMs >= 100 ? timeMs.toFixed(0) : timeMs.toFixed(1)
}

function formatCheck(results: readonly Result[]): string {
  if (results.length === 0) return ''
  return results.every(({ valid }) => valid) ? 'ok' : 'FAILED'
}
