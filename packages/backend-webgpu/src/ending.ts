import { CancelledError, TimeoutError } from '@weft/core'

/** What timers can count; nobody waits longer. */
const longestTimerMs = 2 ** 31 - 1

/** Settles as `work` does, unless the time limit or the signal comes first: `TimeoutError`, `CancelledError`. */
export function endable<T>(
  work: Promise<T>,
  timeLimitMs: number | undefined,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (timeLimitMs === undefined && signal === undefined) return work
  return new Promise((resolve, reject) => {
    const abort = () => reject(new CancelledError({ cause: signal?.reason }))
    if (signal?.aborted) abort()
    signal?.addEventListener('abort', abort, { once: true })
    const stopTimer = after(timeLimitMs, () => reject(new TimeoutError(timeLimitMs!)))
    const settled = () => {
      stopTimer()
      signal?.removeEventListener('abort', abort)
    }
    work.finally(settled).then(resolve, reject)
  })
}

/**
 * Settles when `work` has: at the latest `graceMs` after `result`, which may have been ended early. In that case
 * `giveUp` is called.
 */
export async function drained(
  work: Promise<unknown>,
  result: Promise<unknown>,
  graceMs: number,
  giveUp: () => void,
): Promise<void> {
  const quietWork = work.catch(() => {})
  await result.catch(() => {})
  await new Promise<void>((resolve) => {
    const stopTimer = after(graceMs, () => {
      giveUp()
      resolve()
    })
    void quietWork.then(() => {
      stopTimer()
      resolve()
    })
  })
}

/** A process that ends while the GPU is still at work is aborted by its driver (SwiftShader), so it must not end yet. */
export function holdProcess(work: Promise<unknown>): void {
  const timer = setInterval(() => {}, longestTimerMs)
  const release = () => clearInterval(timer)
  void work.then(release, release)
}

function after(delayMs: number | undefined, act: () => void): () => void {
  if (delayMs === undefined || delayMs > longestTimerMs) return () => {}
  const timer = setTimeout(act, delayMs)
  return () => clearTimeout(timer)
}
