import { type Errno, errnoNumbers } from '@weft/spec'
import { errnoOf } from './errno.js'

/** A call of the interface that answered with an errno other than 0. */
export interface CallFailure {
  /** Name of the interface's function. */
  readonly function: string
  readonly errno: Errno
  /** What went wrong: a Weft error, or whatever else was thrown (errno `internal`). */
  readonly error: unknown
}

/** Failures kept for each guest; older ones are dropped. */
const maximumFailures = 1000

/** The failed calls of one guest, the newest last. */
export class FailureLog {
  readonly failures: CallFailure[] = []
  private readonly onFailure: ((failure: CallFailure) => void) | undefined

  constructor(onFailure: ((failure: CallFailure) => void) | undefined) {
    this.onFailure = onFailure
  }

  /** Records a failure and returns its errno as a number. */
  record(functionName: string, error: unknown): number {
    const errno = errnoOf(error)
    const failure = { function: functionName, errno, error }
    if (this.failures.length === maximumFailures) this.failures.shift()
    this.failures.push(failure)
    this.onFailure?.(failure)
    return errnoNumbers[errno]
  }
}
