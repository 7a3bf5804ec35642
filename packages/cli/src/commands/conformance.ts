import { type Command, Option } from 'commander'
import { conformanceDevices } from '../conformance/conformance-device.js'
import type { ConformanceCommandOptions } from '../conformance/run-conformance.js'
import { parseMilliseconds } from '../option-values.js'

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
      const { runConformanceCommand } = await import('../conformance/run-conformance.js')
      setExitCode(await runConformanceCommand(paths, options))
    })
}
