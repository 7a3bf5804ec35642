import { WeftError } from '@weft/core'

/** A directive of a script did not end in time. */
class DirectiveTimeoutError extends WeftError {
  constructor(timeLimitMs: number) {
    super('timed-out', `did not end in ${timeLimitMs / 1000} s`)
  }
}

/**
 * What `work` resolves to, or an error that says that it did not end in time. A guest that waits is given up; one that computes without end
 * holds the thread, and no limit can end it.
 */
export async function within<Result>(timeLimitMs: number, work: Promise<Result>): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DirectiveTimeoutError(timeLimitMs)), timeLimitMs)
  })
  try {
    return await Promise.race([work, timeout])
  } finally {
    clearTimeout(timer)
  }
}
