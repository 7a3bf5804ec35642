import type { Written } from '../script/command.js'
import type { CaseFailure, CaseSkip, FileReport } from './report.js'

/** Collects what came of the cases of a script, in whatever order they are done, and reports them in theirs. */
export class CaseLog {
  private passed = 0
  private readonly failures: (CaseFailure & { line: number })[] = []
  private readonly skips: (CaseSkip & { line: number })[] = []

  pass(): void {
    this.passed++
  }

  /** `difference` is the class of a difference that a float mode allows. */
  fail(written: Written, expected: string, actual: string, difference?: string): void {
    const shown = difference === undefined ? actual : `${actual} (${difference})`
    this.failures.push({ line: written.line, case: nameOf(written), expected, actual: shown })
  }

  skip(written: Written, reason: string): void {
    this.skips.push({ line: written.line, case: nameOf(written), reason })
  }

  report(file: string): FileReport {
    const failures = inOrder(this.failures).map(({ line: _, ...failure }) => failure)
    const skips = inOrder(this.skips).map(({ line: _, ...skip }) => skip)
    return { file, passed: this.passed, failed: failures.length, skipped: skips.length, failures, skips }
  }
}

function nameOf({ line, text }: Written): string {
  return `line ${line}: ${text}`
}

function inOrder<Entry extends { line: number }>(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((left, right) => left.line - right.line)
}
