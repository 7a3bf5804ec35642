import Table from 'cli-table3'
import type { DeviceSetup } from './devices.js'
import { type Comparison, comparisonName, type Result } from './run-kernels.js'

/** The comparisons as a table for people. Missing results are left empty. */
export function formatTable(comparisons: readonly Comparison[], devices: readonly DeviceSetup[]): string {
  const speedUp = devices.length > 1 ? ['speed-up'] : []
  const table = new Table({
    head: ['kernel', 'size', ...devices.map(({ label }) => label), 'unit', ...speedUp, 'check'],
    colAligns: [
      'left',
      'right',
      ...devices.map((): 'right' => 'right'),
      'left',
      ...speedUp.map((): 'right' => 'right'),
      'left',
    ],
    style: { head: [], border: [], compact: true },
  })
  for (const comparison of comparisons) {
    const { kernel, problem, results } = comparison
    const rates = devices.map((_, index) => formatRate(results[index]))
    const gain = speedUp.length > 0 ? [formatSpeedUp(results, devices.length)] : []
    table.push([
      comparisonName(comparison),
      kernel.describe(problem),
      ...rates,
      kernel.unit,
      ...gain,
      formatCheck(results),
    ])
  }
  return table.toString()
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
  if (result === undefined) return ''
  if (result.failure !== undefined) return 'failed'
  return Math.round(result.rate).toLocaleString('en')
}

/** All threads against one thread: the last two devices. */
function formatSpeedUp(results: readonly Result[], deviceCount: number): string {
  const last = results[deviceCount - 1]
  const before = results[deviceCount - 2]
  if (last?.rate === undefined || before === undefined || !Number.isFinite(last.rate / before.rate)) return ''
  return `×${(last.rate / before.rate).toFixed(2)}`
}

function formatCheck(results: readonly Result[]): string {
  if (results.length === 0) return ''
  return results.every(({ valid }) => valid) ? 'ok' : 'FAILED'
}
