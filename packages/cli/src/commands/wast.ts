import type { Command } from 'commander'
import { findScripts, readScripts } from '../conformance/find-scripts.js'
import { printReport } from '../conformance/print-report.js'
import { clearProgress, progressOnTerminal } from '../conformance/show-progress.js'
import { parseMilliseconds } from '../option-values.js'

interface WastCommandOptions {
  readonly timeout?: number
  readonly json?: true
}

const details = `
Every component form is a fresh instance, and the assertions after it are calls of its exports. A trap, or the reason
for which a component is refused, must have the words that the script expects. What components may import without
defining it is that of Wasmtime's runner: the instance "host".

Component text is read by jco: npm install --save-dev @bytecodealliance/jco-transpile

Exit codes: 0 nothing failed, 1 something failed.`

/** Adds `weft wast`. */
export function addWastCommand(program: Command, setExitCode: (code: number) => void): void {
  program
    .command('wast')
    .argument('<path...>', 'test scripts of the component model (.wast), or folders of them')
    .summary('run test scripts of the component model')
    .description('Run test scripts of the component model (.wast): values, traps, validation and linking.')
    .option(
      '--timeout <ms>',
      'time limit of each directive, in milliseconds (default: 10000)',
      parseMilliseconds,
    )
    .option('--json', 'print one JSON object: { files, passed, failed, skipped }')
    .addHelpText('after', details)
    .action(async (paths: string[], options: WastCommandOptions) => {
      setExitCode(await run(paths, options))
    })
}

async function run(paths: readonly string[], options: WastCommandOptions): Promise<number> {
  const scripts = await findScripts(paths)
  // Loaded on use: no other command runs components.
  const { runComponentWast } = await import('@weft/conformance/component')
  const report = await runComponentWast(readScripts(scripts), {
    timeLimitMs: options.timeout,
    onProgress: progressOnTerminal(),
  })
  clearProgress()
  return printReport(report, options.json === true)
}
