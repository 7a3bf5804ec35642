import { CommanderError } from 'commander'
import { exitCodeOf } from './cli-error.js'
import { printError } from './print-error.js'
import { createProgram } from './program.js'

/** 0: done. 1: the guest or the job failed. 2: the command line was wrong. */
type ExitCode = number

/** Runs the `weft` command with `argv` (without the program's own name) and returns the exit code. Never throws. */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = 0
  process.stdout.on('error', stopAtClosedPipe)
  const program = createProgram((code) => {
    exitCode = code
  })
  try {
    await program.parseAsync(argv, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    printError(error)
    return exitCodeOf(error)
  }
}

/** A reader that has seen enough (`weft inspect … | head`) is no failure. A guest that writes is told, and goes on. */
function stopAtClosedPipe(error: NodeJS.ErrnoException): void {
  if (process.stdout.listenerCount('error') > 1) return
  if (error.code === 'EPIPE') process.exit(0)
  throw error
}
