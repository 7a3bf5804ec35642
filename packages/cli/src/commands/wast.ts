import type { Command } from 'commander'
import type { WastCommandOptions } from '../conformance/run-wast.js'
import { parseMilliseconds } from '../option-values.js'

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
      const { runWastCommand } = await import('../conformance/run-wast.js')
      setExitCode(await runWastCommand(paths, options))
    })
}
