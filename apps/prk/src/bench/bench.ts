import type { Row } from '@weft/benchmark-report'
import type { Patience } from './interleave.js'
import type { NativePrograms } from './native.js'

/** What every family of measurements is given. */
export interface Bench {
  readonly rounds: number
  readonly patience: Patience
  /** Threads that "all threads" means: 2, or 1 on a machine with one processor. */
  readonly threads: number
  /** `undefined` where there is no C compiler. */
  readonly native: NativePrograms | undefined
  /** Says on a terminal what is measured at the moment. */
  progress(text: string): void
  /** Takes down why rows are missing. */
  skip(rows: string, reason: string): void
}

/** One file's worth of rows. */
export interface Family {
  readonly name: string
  measure(bench: Bench): Promise<readonly Row[]>
}
