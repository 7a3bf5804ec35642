import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { dirname, resolve } from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import { createLogUpdate } from 'log-update'
import { drawChart } from './chart.js'
import { cpu, type DeviceSetup, sequential } from './devices.js'
import { findKernel, type Kernel, kernels, type SizeName, sizeNames, toleranceOf } from './kernels.js'
import type { Effort } from './measure.js'
import { appPath } from './paths.js'
import { createRow, describeMachine, type Report } from './report.js'
import { type Comparison, comparisonName, runKernels } from './run-kernels.js'
import { describeFailures, formatTable } from './table.js'

interface Options {
  readonly kernels: readonly Kernel[]
  readonly size: SizeName
  readonly threads: number
  readonly json?: true
  readonly chart: string
}

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
    .option('--threads <number>', 'threads of the last device', parseThreads, availableParallelism())
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

function parseThreads(text: string): number {
  const threads = Number(text)
  if (Number.isInteger(threads) && threads >= 1 && threads <= 256) return threads
  throw new InvalidArgumentError('a number of threads is from 1 to 256')
}

function reportOf(comparisons: readonly Comparison[], options: Options): Report {
  const rows = comparisons.flatMap((comparison) =>
    comparison.results.flatMap(({ device, rate, error, valid }) => {
      const name = `${comparisonName(comparison)}/${comparison.problem.size}/${device.key}`
      const rateRow = createRow(`${name}/rate`, rate, comparison.kernel.unit)
      const errorRow = createRow(`${name}/error`, error, 'error', {
        max: toleranceOf(comparison.variant.element),
      })
      return [
        { ...rateRow, met: rateRow.met && valid },
        { ...errorRow, met: valid },
      ]
    }),
  )
  return { environment: { ...describeMachine(), size: options.size, threads: options.threads }, rows }
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

async function main(): Promise<void> {
  const options = parseOptions()
  const devices = [sequential, cpu(1), ...(options.threads > 1 ? [cpu(options.threads)] : [])]
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
  if (options.json) console.log(JSON.stringify(reportOf(comparisons, options)))
  else
    console.log(
      `${formatTable(comparisons, devices)}\nspeed-up: ${devices.at(-1)!.label} against ${devices.at(-2)!.label}\nchart: ${chart}`,
    )
  for (const line of describeFailures(comparisons)) console.error(line)
  if (comparisons.some(({ results }) => results.some(({ valid }) => !valid))) process.exitCode = 1
}

await main()
