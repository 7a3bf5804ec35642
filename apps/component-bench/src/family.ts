import type { Row } from '@weft/benchmark-report'
import type { Effort } from './measure.js'
import type { Runtime } from './runtimes/runtime.js'

/** What every family of measurements is given. */
export interface Bench extends Effort {
  /** Weft and jco. */
  readonly runtimes: readonly Runtime[]
  /** Calls at a time where there are many. */
  readonly crowd: number
  /** Says on a terminal what is measured at the moment. */
  progress(text: string): void
}

/** One file's worth of rows. */
export interface Family {
  readonly name: string
  measure(bench: Bench): Promise<readonly Row[]>
}
