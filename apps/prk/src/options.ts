import { availableParallelism } from 'node:os'
import { Command, InvalidArgumentError, Option } from 'commander'
import { findKernel, type Kernel, kernels, type SizeName, sizeNames } from './kernels.js'
import { appPath } from './paths.js'

/** What a user asked for on the command line. */
export interface Options {
  readonly kernels: readonly Kernel[]
  readonly size: SizeName
  readonly threads: number
  readonly device: readonly DeviceName[]
  readonly json?: true
  readonly chart: string
}

const deviceNames = ['sequential', 'cpu', 'gpu'] as const

type DeviceName = (typeof deviceNames)[number]

/** Reads the command line. Ends the process with a message if it makes no sense. */
export function parseOptions(): Options {
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
