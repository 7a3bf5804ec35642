import { runComponentWast } from '@weft/conformance/component'
import { findScripts, readScripts } from './find-scripts.js'
import { printReport } from './print-report.js'
import { clearProgress, progressOnTerminal } from './show-progress.js'

export interface WastCommandOptions {
  readonly timeout?: number
  readonly json?: true
}

/** What `weft wast` does; returns the exit code. */
export async function runWastCommand(paths: readonly string[], options: WastCommandOptions): Promise<number> {
  const scripts = await findScripts(paths)
  const report = await runComponentWast(readScripts(scripts), {
    timeLimitMs: options.timeout,
    onProgress: progressOnTerminal(),
  })
  clearProgress()
  return printReport(report, options.json === true)
}
