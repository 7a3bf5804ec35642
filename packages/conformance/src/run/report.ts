export interface CaseFailure {
  readonly case: string
  readonly expected: string
  readonly actual: string
}

export interface CaseSkip {
  readonly case: string
  readonly reason: string
}

/** What came of the assertions of one script. */
export interface FileReport {
  readonly file: string
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  readonly failures: readonly CaseFailure[]
  readonly skips: readonly CaseSkip[]
  /** Where inexact floats were allowed: how many of the failures come from what. */
  readonly classes?: Readonly<Record<string, number>>
}

export interface ConformanceReport {
  readonly files: readonly FileReport[]
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  readonly classes?: Readonly<Record<string, number>>
}

/** What a difference is called that nothing explains. */
export const unexplained = 'unexplained'

/** The failures that no inexactness explains which the device was allowed. */
export function unexplainedFailures({
  failed,
  classes = {},
}: Pick<ConformanceReport, 'failed' | 'classes'>): number {
  const explained = Object.entries(classes).filter(([name]) => name !== unexplained)
  return failed - explained.reduce((sum, [, count]) => sum + count, 0)
}

export function totalOf(files: readonly FileReport[]): ConformanceReport {
  const classes: Record<string, number> = {}
  for (const file of files) {
    for (const [name, count] of Object.entries(file.classes ?? {}))
      classes[name] = (classes[name] ?? 0) + count
  }
  const sum = (count: (file: FileReport) => number) => files.reduce((total, file) => total + count(file), 0)
  return {
    files,
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    skipped: sum(({ skipped }) => skipped),
    ...(Object.keys(classes).length === 0 ? {} : { classes }),
  }
}

/** How often each reason was given, the commonest first. */
export function countReasons(skips: readonly CaseSkip[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const { reason } of skips) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts].sort(([, left], [, right]) => right - left)
}

/** Why assertions are skipped that are not about what a device does. */
export const otherPartReasons = {
  validation: 'about the validation of modules, which is not the part of a device',
  linking: 'about linking modules, which is not the part of a device',
  instantiation: 'traps while the host instantiates the module, before a device has a part in it',
} as const

const otherParts: ReadonlySet<string> = new Set(Object.values(otherPartReasons))

/** True for a skip that is about another part of an engine than a device, and so says nothing about the device. */
export function isAboutOtherPart({ reason }: CaseSkip): boolean {
  return otherParts.has(reason)
}
