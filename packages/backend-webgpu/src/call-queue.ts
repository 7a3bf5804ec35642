import { CancelledError } from '@weft/core'

/** A piece of work that was begun. */
export interface Begun<T> {
  readonly result: Promise<T>
  /** Settles when the next may begin: not before `result`, later where a call was given up that the GPU still runs. */
  readonly idle: Promise<unknown>
}

/** Begins one piece of work when the one before is over, in the order in which they came. */
export class CallQueue {
  private last: Promise<unknown> | undefined
  private unfinished = 0

  /** Whether anything runs or waits. */
  get isBusy(): boolean {
    return this.unfinished > 0
  }

  /** Work whose signal aborts while it waits leaves at once, with `CancelledError`. */
  add<T>(begin: () => Promise<Begun<T>>, signal?: AbortSignal): Promise<T> {
    const turn = this.last === undefined ? Promise.resolve() : turnOrAbort(this.last, signal)
    const begun = turn.then(begin)
    this.unfinished++
    const over = begun.then(({ idle }) => idle)
    const last = Promise.allSettled([this.last, over]).then(() => {
      this.unfinished--
      if (this.last === last) this.last = undefined
    })
    this.last = last
    return begun.then(({ result }) => result)
  }
}

/** Work that is over when its result is there. */
export function plainWork<T>(work: () => Promise<T>): () => Promise<Begun<T>> {
  return async () => {
    const result = work()
    return { result, idle: result.catch(() => {}) }
  }
}

function turnOrAbort(turn: Promise<unknown>, signal: AbortSignal | undefined): Promise<unknown> {
  if (signal === undefined) return turn
  return new Promise((resolve, reject) => {
    const abort = () => reject(new CancelledError({ cause: signal.reason }))
    signal.addEventListener('abort', abort, { once: true })
    void turn.then(() => {
      signal.removeEventListener('abort', abort)
      resolve(undefined)
    })
  })
}
