import {
  type CaseSkip,
  type ConformanceReport,
  countReasons,
  type FileReport,
  isAboutOtherPart,
  unexplainedFailures,
} from '@weft/conformance'
import colors from 'picocolors'
import { formatTable } from '../print-table.js'

/** Failures of one file that are shown; `--json` has them all. */
const shownFailures = 20

/** What came of every file, then its failures and why assertions were skipped. */
export function formatConformance(report: ConformanceReport): string {
  const rows = [...report.files, { ...report, file: 'total' }].map((counted) => {
    const { file, passed, failed, skipped } = counted
    return [file, verdict(counted), String(passed), String(failed), String(skipped)]
  })
  const skips = report.files.flatMap((file) => file.skips)
  return [
    formatTable(rows, ['FILE', '', 'PASSED', 'FAILED', 'SKIPPED']),
    section('Failures', report.files.flatMap(failureLines)),
    section('Differences, by what they come from', countLines(Object.entries(report.classes ?? {}))),
    section('Skipped', report.files.flatMap(skipLines)),
    section('Skipped in all', reasonLines(skips.filter((skip) => !isAboutOtherPart(skip)))),
    section('Not about devices', reasonLines(skips.filter(isAboutOtherPart))),
  ].join('')
}

function verdict(counted: Pick<ConformanceReport, 'failed' | 'classes'>): string {
  if (counted.failed === 0) return colors.green('passed')
  return unexplainedFailures(counted) === 0 ? colors.yellow('inexact') : colors.red('FAILED')
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `\n${title}\n${lines.map((line) => `  ${line}\n`).join('')}`
}

function failureLines({ file, failures }: FileReport): string[] {
  const lines = failures.slice(0, shownFailures).flatMap((failure) => {
    return [`${file}, ${failure.case}`, `  expected ${failure.expected}`, `  actual   ${failure.actual}`]
  })
  const more = failures.length - shownFailures
  return more > 0 ? [...lines, `${file}: ${more} more`] : lines
}

function skipLines({ file, skips }: FileReport): string[] {
  const lines = reasonLines(skips.filter((skip) => !isAboutOtherPart(skip)))
  return lines.length === 0 ? [] : [file, ...lines]
}

function reasonLines(skips: readonly CaseSkip[]): string[] {
  return countLines(countReasons(skips))
}

function countLines(counts: readonly (readonly [string, number])[]): string[] {
  return counts.map(([name, count]) => `${String(count).padStart(6)}  ${name}`)
}
