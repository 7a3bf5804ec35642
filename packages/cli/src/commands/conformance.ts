import { runConformance } from '@weft/conformance'
import { type Command, Option } from 'commander'
import { findScripts, readScripts } from '../conformance/find-scripts.js'
import { type ConformanceDevice, conformanceDevices, openDevice } from '../conformance/open-device.js'
import { printReport } from '../conformance/print-report.js'
import { clearProgress, progressOnTerminal } from '../conformance/show-progress.js'
import { parseMilliseconds } from '../option-values.js'

interface ConformanceCommandOptions {
  readonly device: ConformanceDevice
  readonly float: 'strict' | 'fast'
  readonly timeout?: number
  readonly json?: true
}

const details = `
Every assertion about execution becomes a kernel: each assert_return is one iteration of a dispatch, and each
assert_trap a dispatch of its own whose trap must have that cause in that iteration. All bits are compared.

Exit codes: 0 nothing failed, 1 something failed. With --float fast, a difference that the mode allows is listed
and classified, but does not count for the exit code.`

/** Adds `weft conformance`. */
export function addConformanceCommand(program: Command, setExitCode: (code: number) => void): void {
  program
    .command('conformance')
    .argument('<path...>', 'test scripts of the core specification (.wast), or folders of them')
    .summary('run the core specification tests as kernels on a device')
    .description('Run the core specification tests (.wast) as kernels on a device, and compare every bit.')
    .addOption(new Option('--device <kind>', 'the device').choices(conformanceDevices).default('sequential'))
    .addOption(
      new Option('--float <mode>', 'floats on a GPU: strict is exact on every device')
        .choices(['strict', 'fast'])
        .default('strict'),
    )
    .option('--timeout <ms>', 'time limit of each dispatch, in milliseconds', parseMilliseconds)
    .option('--json', 'print one JSON object: { files, passed, failed, skipped }')
    .addHelpText('after', details)
    .action(async (paths: string[], options: ConformanceCommandOptions) => {
      setExitCode(await run(paths, options))
    })
}

async function run(paths: readonly string[], options: ConformanceCommandOptions): Promise<number> {
  const scripts = await findScripts(paths)
  await using device = await openDevice(options.device, options.float)
  const report = await runConformance(readScripts(scripts), {
    device,
    float: options.device === 'gpu' ? options.float : 'strict',
    timeLimitMs: options.timeout,
    onProgress: progressOnTerminal(),
  })
  clearProgress()
  return printReport(report, options.json === true)
}
