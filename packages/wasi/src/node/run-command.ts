import { type Component, ComponentError, type Instance, type InstantiateOptions } from '@weft/component'
import { WeftError } from '@weft/core'
import { ExitError } from '../host/exit-error.js'
import { createWasi } from './create-node-wasi.js'
import { untilSignal } from './until-signal.js'
import type { WasiOptions } from './wasi-options.js'

export interface RunCommandOptions extends WasiOptions, Omit<InstantiateOptions, 'store'> {
  /** What the component imports besides WASI. */
  readonly imports?: Readonly<Record<string, unknown>> | undefined
  /** Ends the guest at SIGINT and SIGTERM; the exit code is then 130 or 143. Default: false. */
  readonly handleSignals?: boolean | undefined
}

/** A component that cannot be run, since it exports no `wasi:cli/run`. */
export class NotACommandError extends WeftError {
  constructor() {
    super('not-a-command', 'the component exports no wasi:cli/run, so it cannot be run as a command')
  }
}

/**
 * Runs a component that exports `wasi:cli/run`, of WASI 0.3 or else 0.2, and resolves to its exit code: 0, 1 if `run`
 * returns err, what the guest gave to `exit`. Tasks that go on after `run` has returned are waited for. All that the
 * guest wrote has left this process by then, and nothing of it is left. Rejects with `NotACommandError`, with
 * `TrapError` if the guest traps, and as `createWasi` and `instantiate` do.
 */
export async function runCommand(component: Component, options: RunCommandOptions = {}): Promise<number> {
  const runs = component.exports.filter(({ name }) => name.startsWith('wasi:cli/run@'))
  // With the adapter of 0.2 a program of 0.3 has an old run too, which only starts its unused main.
  const run = runs.find(({ name }) => name.startsWith('wasi:cli/run@0.3')) ?? runs[0]
  if (run === undefined) throw new NotACommandError()
  return withInstance(component, options, (instance) => instance.invoke(`${run.name}#run`))
}

/** Makes an instance with WASI, uses it, and cleans up. Resolves to the exit code that `use` stands for. */
export async function withInstance(
  component: Component,
  options: RunCommandOptions,
  use: (instance: Instance) => Promise<unknown>,
): Promise<number> {
  await using wasi = await createWasi(component, options)
  // The event loop has nothing to wait for while a guest waits for what is in another thread.
  const keepAlive = setInterval(() => undefined, 2 ** 30)
  using signal = options.handleSignals ? untilSignal() : undefined
  let instance: Instance | undefined
  const start = async () => {
    instance = await component.instantiate(
      { ...wasi.imports, ...options.imports },
      { ...options, asyncImports: [...wasi.asyncImports, ...(options.asyncImports ?? [])] },
    )
    const failure = await use(instance).then(noFailure, (error: unknown) => error)
    if (failure !== undefined && !(failure instanceof ComponentError)) throw failure
    // What a guest began before `run` returned is part of the command.
    await instance.finished()
    return failure === undefined ? 0 : 1
  }
  const running = start().catch(exitCodeOf)
  // After a signal nobody looks at it any more.
  running.catch(() => undefined)
  let exitCode: number | undefined
  try {
    exitCode = await (signal ? Promise.race([running, signal.code]) : running)
    return exitCode
  } finally {
    if (exitCode === undefined || exitCode === 1) wasi.tellMissed()
    // What it still writes ends with it, and what it has written is waited for.
    instance?.[Symbol.dispose]()
    await wasi.flush()
    clearInterval(keepAlive)
  }
}

function noFailure(): undefined {}

function exitCodeOf(error: unknown): number {
  const code = ExitError.codeOf(error)
  if (code !== undefined) return code
  throw error
}
