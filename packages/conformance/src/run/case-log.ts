import type { Written } from '../script/command.js'
import type { CaseFailure, CaseSkip, FileReport } from './report.js'

/** Collects what came of the cases of a script, in whatever order they are done, and reports them in theirs. */
export class CaseLog {
  private passed = 0
  private readonly classes: Record<string, number> = {}
  private readonly failures: (CaseFailure & { line: number })[] = []
  private readonly skips: (CaseSkip & { line: number })[] = []

  pass(): void {
    this.passed++
  }

  /** `difference` says what an inexact result comes from. */
  fail(written: Written, expected: string, actual: string, difference?: string): void {
    if (difference !== undefined) this.classes[difference] = (this.classes[difference] ?? 0) + 1
    const shown = difference === undefined ? actual : `${actual} (${difference})`
    this.failures.push({ line: written.line, case: nameOf(written), expected, actual: shown })
  }

  skip(written: Written, reason: string): void {
    this.skips.push({ line: written.line, case: nameOf(written), reason })
  }

  report(file: string): FileReport {
    const failures = inOrder(this.failures).map(({ line: _, ...failure }) => failure)
    const skips = inOrder(this.skips).map(({ line: _, ...skip }) => skip)
    const counts = { passed: this.passed, failed: failures.length, skipped: skips.length }
    const classes = Object.keys(this.classes).length === 0 ? {} : { classes: this.classes }
    return { file, ...counts, failures, skips, ...classes }
  }
}

function nameOf({ line, text }: Written): string {
  return `line ${line}: ${text}`
}

function inOrder<Entry extends { line: number }>(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((left, right) => left.line - right.line)
}
