import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { dirname, resolve } from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import { createLogUpdate } from 'log-update'
import { drawChart } from './chart.js'
import { timeNames } from './device-clock.js'
import { cpu, type DeviceSetup, findGpu, sequential } from './devices.js'
import { findKernel, type Kernel, kernels, type SizeName, sizeNames, toleranceOf } from './kernels.js'
import type { Effort } from './measure.js'
import { appPath } from './paths.js'
import { createRow, describeMachine, type Report, type Row } from './report.js'
import { type Comparison, comparisonName, type Result, runKernels } from './run-kernels.js'
import { describeFailures, formatTable, lastTwoProcessors } from './table.js'

interface Options {
  readonly kernels: readonly Kernel[]
  readonly size: SizeName
  readonly threads: number
  readonly device: readonly DeviceName[]
  readonly json?: true
  readonly chart: string
}

const deviceNames = ['sequential', 'cpu', 'gpu'] as const

type DeviceName = (typeof deviceNames)[number]

const efforts: Readonly<Record<SizeName, Effort>> = {
  small: { warmUpSteps: 3, timeLimitMs: 30, minimumSteps: 3, maximumSteps: 1000 },
  default: { warmUpSteps: 2, timeLimitMs: 120, minimumSteps: 3, maximumSteps: 1000 },
  large: { warmUpSteps: 2, timeLimitMs: 600, minimumSteps: 3, maximumSteps: 1000 },
}

function parseOptions(): Options {
  const command = new Command('prk')
    .description(
      'Runs the Parallel Research Kernels, written in AssemblyScript, through wasi-parallel: checked and timed.',
    )
    .addOption(
      new Option('--kernels <names>', 'only these, separated by commas')
        .argParser(parseKernels)
        .default(kernels, kernels.map(({ name }) => name).join(',')),
    )
    .addOption(new Option('--size <name>', 'how much work').choices(sizeNames).default('default'))
    .option('--threads <number>', 'threads of the CPU', parseThreads, availableParallelism())
    .addOption(
      new Option('--device <names>', 'only these, separated by commas')
        .argParser(parseDevices)
        .default(deviceNames, deviceNames.join(',')),
    )
    .option('--json', 'print one JSON object and nothing else')
    .option('--chart <file>', 'where to write the chart, as SVG', appPath('build/prk.svg'))
  return command.parse().opts<Options>()
}

function parseKernels(names: string): Kernel[] {
  try {
    return names.split(',').map((name) => findKernel(name.trim()))
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error))
  }
}

function parseDevices(names: string): DeviceName[] {
  return names.split(',').map((name) => {
    const found = deviceNames.find((candidate) => candidate === name.trim())
    if (found === undefined) throw new InvalidArgumentError(`no device "${name}": ${deviceNames.join(', ')}`)
    return found
  })
}

function parseThreads(text: string): number {
  const threads = Number(text)
  if (Number.isInteger(threads) && threads >= 1 && threads <= 256) return threads
  throw new InvalidArgumentError('a number of threads is from 1 to 256')
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
