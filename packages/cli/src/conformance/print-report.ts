import { type ConformanceReport, unexplainedFailures } from '@weft/conformance'
import { formatConformance } from './print-conformance.js'

/** Prints what came of the scripts, as a table or as JSON, and returns the exit code. */
export function printReport(report: ConformanceReport, json: boolean): number {
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : formatConformance(report))
  if (report.passed + report.failed + report.skipped === 0) {
    process.stderr.write('error: there is not one assertion in what was given: are these .wast files?\n')
    return 1
  }
  return unexplainedFailures(report) === 0 ? 0 : 1
}
