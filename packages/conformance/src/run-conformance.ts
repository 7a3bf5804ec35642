import type { Device } from '@weft/backend'
import { CallRunner } from './run/call-runner.js'
import { CaseLog } from './run/case-log.js'
import { FloatDifferences } from './run/float-differences.js'
import { messageOf } from './run/prepare-target.js'
import { type ConformanceReport, type FileReport, totalOf } from './run/report.js'
import { ScriptRunner } from './run/script-runner.js'
import { readScript } from './script/read-script.js'
import { ScriptError } from './text/script-error.js'

/** A test script of the core specification. */
export interface ScriptFile {
  readonly name: string
  readonly text: string
}

export interface ConformanceOptions {
  readonly device: Device
  /**
   * How the device does 32-bit floats: `strict` (the default) demands every bit; with `fast`, differences are failures
   * too, but each is classified, see `FileReport.classes`.
   */
  readonly float?: 'strict' | 'fast' | undefined
  /** Time limit of each dispatch. */
  readonly timeLimitMs?: number | undefined
  /** Called after each command of a script. */
  readonly onProgress?: ((file: string, done: number, of: number) => void) | undefined
}

/**
 * Turns the assertions of test scripts of the core specification (`.wast`) into kernels, runs them on a device, and
 * compares every bit and every trap. A script that cannot be read, or run to its end, has one failure for that.
 */
export async function runConformance(
  files: Iterable<ScriptFile> | AsyncIterable<ScriptFile>,
  options: ConformanceOptions,
): Promise<ConformanceReport> {
  const reports: FileReport[] = []
  for await (const file of files) reports.push(await runScript(file, options))
  return totalOf(reports)
}

async function runScript({ name, text }: ScriptFile, options: ConformanceOptions): Promise<FileReport> {
  const { device, timeLimitMs, onProgress } = options
  const log = new CaseLog()
  try {
    const commands = readScript(text)
    await using differences = options.float === 'fast' ? new FloatDifferences() : undefined
    const calls = new CallRunner(device, log, timeLimitMs, differences?.classify)
    let done = 0
    await new ScriptRunner(device, calls, log).run(commands, () => {
      onProgress?.(name, ++done, commands.length)
    })
  } catch (error) {
    const line = error instanceof ScriptError ? error.line : 0
    log.fail({ line, text: name }, 'a script that runs to its end', messageOf(error))
  }
  return log.report(name)
}
