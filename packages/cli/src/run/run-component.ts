import { compile } from '@weft/component'
import { WeftError } from '@weft/core'
import { type RunCommandOptions, runCommand } from '@weft/wasi/command'
import { CommandError, UsageError } from '../cli-error.js'
import { traceTo } from '../trace/trace-to.js'
import { grantedBy, grantsOf, tellDenied } from '../wasi/grant-options.js'
import type { RunOptions } from './run-options.js'

export interface ComponentRun {
  readonly guest: string
  readonly guestArguments: readonly string[]
  readonly options: RunOptions
}

/** Runs a component: the exports that `--invoke` names, or its `wasi:cli/run`; returns the exit code. */
export async function runComponent(bytes: Uint8Array, run: ComponentRun): Promise<number> {
  const { guest, options } = run
  try {
    const component = await compile(bytes)
    return await traceTo(options.trace, async (trace) => {
      const settings = { ...settingsOf(run), ...trace?.options }
      if (options.invoke === undefined) return runCommand(component, settings)
      const { invokeExports } = await import('./invoke-exports.js')
      return invokeExports(component, options.invoke, settings)
    })
  } catch (error) {
    if (error instanceof UsageError || error instanceof CommandError) throw error
    if (WeftError.isInstance(error) && error.code === 'not-a-command')
      throw new UsageError(
        `${guest}: ${error.message}: say what to call with --invoke; \`weft types\` shows its exports`,
      )
    if (WeftError.isInstance(error) || error instanceof TypeError)
      throw new CommandError(`${guest}: ${error.message}`, { cause: error })
    throw error
  }
}

function settingsOf({ guest, guestArguments, options }: ComponentRun): RunCommandOptions {
  return {
    ...grantsOf(options),
    args: [options.argv0 ?? guest.replace(/^.*[\\/]/, ''), ...guestArguments],
    stdin: options.stdin ? 'inherit' : undefined,
    handleSignals: true,
    onDenied: (denial) => tellDenied(denial, grantedBy[denial.capability]),
  }
}
