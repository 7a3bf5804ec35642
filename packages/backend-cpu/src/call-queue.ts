import { CancelledError } from '@weft/core'

/** Runs asynchronous calls one after the other; one that is aborted in the queue leaves it at once. */
export class CallQueue {
  /** Settles, always well, when the last call and those before it have ended. */
  private last: Promise<unknown> | undefined

  /** Whether a call runs or waits. */
  get isBusy(): boolean {
    return this.last !== undefined
  }

  add<T>(run: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const previous = this.last
    const result = previous ? untilAborted(previous, signal).then(run) : run()
    let unsettled = previous ? 2 : 1
    // Counted here, not behind `last`, so that the queue is free when the caller's continuation runs.
    const settle = () => {
      if (--unsettled === 0 && this.last === last) this.last = undefined
    }
    const last = Promise.allSettled([previous, result])
    this.last = last
    result.then(settle, settle)
    previous?.then(settle)
    return result
  }
}

function untilAborted(previous: Promise<unknown>, signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new CancelledError({ cause: signal.reason }))
    signal.addEventListener('abort', abort, { once: true })
    previous.then(() => {
      signal.removeEventListener('abort', abort)
      resolve(undefined)
    })
  })
}
