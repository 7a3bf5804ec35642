import { runConformance } from '@weft/conformance'
import type { ConformanceDevice } from './conformance-device.js'
import { findScripts, readScripts } from './find-scripts.js'
import { openDevice } from './open-device.js'
import { printReport } from './print-report.js'
import { clearProgress, progressOnTerminal } from './show-progress.js'

export interface ConformanceCommandOptions {
  readonly device: ConformanceDevice
  readonly float: 'strict' | 'fast'
  readonly timeout?: number
  readonly json?: true
}

/** What `weft conformance` does; returns the exit code. */
export async function runConformanceCommand(
  paths: readonly string[],
  options: ConformanceCommandOptions,
): Promise<number> {
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
