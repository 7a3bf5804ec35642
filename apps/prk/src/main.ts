import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { createRow, describeMachine, type Report, type Row } from '@weft/benchmark-report'
import { createLogUpdate } from 'log-update'
import { drawChart } from './chart.js'
import { timeNames } from './device-clock.js'
import { cpu, type DeviceSetup, findGpu, sequential } from './devices.js'
import { type SizeName, toleranceOf } from './kernels.js'
import type { Effort } from './measure.js'
import { type Options, parseOptions } from './options.js'
import { type Comparison, comparisonName, type Result, runKernels } from './run-kernels.js'
import { describeFailures, formatTable, lastTwoProcessors } from './table.js'

const efforts: Readonly<Record<SizeName, Effort>> = {
  small: { warmUpSteps: 3, timeLimitMs: 30, minimumSteps: 3, maximumSteps: 1000 },
  default: { warmUpSteps: 2, timeLimitMs: 120, minimumSteps: 3, maximumSteps: 1000 },
  large: { warmUpSteps: 2, timeLimitMs: 600, minimumSteps: 3, maximumSteps: 1000 },
}

interface Chosen {
  readonly devices: readonly DeviceSetup[]
  /** The GPU's name, or why there is none; `undefined` where none was wanted. */
  readonly gpu: string | undefined
}

async function chooseDevices({ device, threads }: Options): Promise<Chosen> {
  const found = device.includes('gpu') ? await findGpu() : undefined
  const gpus = typeof found === 'object' ? [found] : []
  const devices = [
    ...(device.includes('sequential') ? [sequential] : []),
    ...(device.includes('cpu') ? [cpu(1), ...(threads > 1 ? [cpu(threads)] : [])] : []),
    ...gpus,
  ]
  return { devices, gpu: typeof found === 'string' ? `none: ${found}` : gpus[0]?.gpu?.name }
}

function reportOf(comparisons: readonly Comparison[], options: Options, { gpu }: Chosen): Report {
  const { size, threads } = options
  const environment = { ...describeMachine(), size, threads, ...(gpu === undefined ? {} : { gpu }) }
  const rows = comparisons.flatMap((comparison) =>
    comparison.results.filter(({ leftOut }) => !leftOut).flatMap((result) => rowsOf(comparison, result)),
  )
  return { environment, rows }
}

function rowsOf(comparison: Comparison, { device, problem, rate, error, valid, times }: Result): Row[] {
  const name = `${comparisonName(comparison)}/${problem.size}/${device.key}`
  const rateRow = createRow(`${name}/rate`, rate, comparison.kernel.unit)
  const errorRow = createRow(`${name}/error`, error, 'error', {
    max: toleranceOf(comparison.variant.element),
  })
  const timeRows = Object.entries(times ?? {}).flatMap(([when, parts]) =>
    timeNames
      .filter((part) => !Number.isNaN(parts[part]))
      .map((part) => createRow(`${name}/${when}/${part.replace(/Ms$/, '')}`, parts[part], 'ms')),
  )
  return [{ ...rateRow, met: rateRow.met && valid }, { ...errorRow, met: valid }, ...timeRows]
}

async function writeChart(
  file: string,
  comparisons: readonly Comparison[],
  devices: readonly DeviceSetup[],
): Promise<string> {
  const path = resolve(file)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, drawChart(comparisons, devices))
  return path
}

function printTable(comparisons: readonly Comparison[], { devices, gpu }: Chosen, chart: string): void {
  console.log(formatTable(comparisons, devices))
  const compared = lastTwoProcessors(devices)
  if (compared !== undefined) {
    const [before, last] = compared.map((index) => devices[index]!.label)
    console.log(`speed-up: ${last} against ${before}`)
  }
  if (gpu !== undefined) console.log(`GPU: ${gpu}`)
  if (devices.some((device) => device.gpu !== undefined)) {
    console.log('its times: at first, with compilation / later, for a step; upload and download for a run')
  }
  console.log(`chart: ${chart}`)
}

async function main(): Promise<void> {
  const options = parseOptions()
  const chosen = await chooseDevices(options)
  const { devices } = chosen
  if (devices.length === 0) {
    console.error(`GPU: ${chosen.gpu}`)
    process.exitCode = 1
    return
  }
  const live = process.stderr.isTTY ? createLogUpdate(process.stderr) : undefined
  const comparisons = await runKernels({
    kernels: options.kernels,
    size: options.size,
    devices,
    effort: efforts[options.size],
    onProgress: (soFar) => live?.(formatTable(soFar, devices)),
  })
  live?.clear()
  const chart = await writeChart(options.chart, comparisons, devices)
  if (options.json) console.log(JSON.stringify(reportOf(comparisons, options, chosen)))
  else printTable(comparisons, chosen, chart)
  for (const line of describeFailures(comparisons)) console.error(line)
  if (comparisons.some(({ results }) => results.some(({ valid }) => !valid))) process.exitCode = 1
}

await main()
