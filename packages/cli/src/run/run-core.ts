import { moduleIn } from '../load-module.js'
import { traceTo } from '../trace/trace-to.js'
import { Reporter } from './reporter.js'
import { type RunSettings, runGuest } from './run-guest.js'
import type { RunOptions } from './run-options.js'
import { silenceWasiWarning } from './silence-wasi-warning.js'

/** Runs a core module, the content of the file `guest`; returns the exit code. */
export async function runCore(
  content: Uint8Array,
  guest: string,
  guestArguments: readonly string[],
  options: RunOptions,
): Promise<number> {
  silenceWasiWarning()
  const settings = settingsOf(guest, guestArguments, options)
  const reporter = new Reporter(options.json === true, settings.host)
  try {
    const module = await moduleIn(guest, content)
    const exitCode = await traceTo(options.trace, (trace) =>
      runGuest(module, { ...settings, trace }, reporter),
    )
    reporter.finish(exitCode)
    return exitCode
  } catch (error) {
    reporter.fail(error)
    throw error
  }
}

function settingsOf(guest: string, guestArguments: readonly string[], options: RunOptions): RunSettings {
  const { device, threads, strict, memory, deviceNumbers, timeout, float } = options
  const host = {
    device,
    strict,
    memory,
    deviceNumbers,
    threads,
    timeLimitMs: timeout,
  }
  // With --json stdout belongs to the report: what the guest writes there goes to stderr.
  const stdout = options.json === true ? 2 : 1
  const wasi = {
    args: [options.argv0 ?? guest, ...guestArguments],
    env: { ...(options.inheritEnv ? definedOnly(process.env) : {}), ...options.env },
    preopens: options.dir ?? {},
    stdout,
  }
  return { host, invocations: options.invoke ?? [], wasi, float }
}

function definedOnly(variables: NodeJS.ProcessEnv): Record<string, string> {
  const entries = Object.entries(variables).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries as [string, string][])
}
