import { loadModule } from '../load-module.js'
import { formatReport } from './format-report.js'
import { inspectModule } from './inspect-module.js'

/** What `weft inspect` does. */
export async function printInspection(file: string, json: boolean): Promise<void> {
  const report = inspectModule(await loadModule(file))
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : formatReport(file, report))
}
