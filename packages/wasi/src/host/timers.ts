import { type CancellablePromise, cancelCall } from '@weft/component'
import type { Clocks } from './clocks.js'

const longestTimerMs = 2 ** 31 - 1

/** Waits until a mark of the monotonic clock, however far away; what still waits can be called off. */
export class Timers {
  readonly #clocks: Clocks
  readonly #running = new Set<() => void>()

  constructor(clocks: Clocks) {
    this.#clocks = clocks
  }

  /** Calls back once the monotonic clock has reached `mark`; the function it returns calls that off. */
  at(mark: bigint, callback: () => void): () => void {
    let stop: () => void = () => undefined
    const cancel = () => {
      stop()
      this.#running.delete(cancel)
    }
    const next = () => {
      const left = mark - this.#clocks.monotonicNow()
      if (left > 0n) {
        stop = this.#clocks.startTimer(milliseconds(left), next)
        return
      }
      this.#running.delete(cancel)
      callback()
    }
    this.#running.add(cancel)
    next()
    return cancel
  }

  /** Undefined once `mark` has been reached: guests may count on such a wait having ended when it returns. */
  until(mark: bigint): (PromiseLike<void> & CancellablePromise) | undefined {
    if (mark <= this.#clocks.monotonicNow()) return undefined
    const { promise, resolve } = Promise.withResolvers<void>()
    const cancel = this.at(mark, resolve)
    const stop = () => {
      cancel()
      return true
    }
    return Object.assign(promise, { [cancelCall]: stop })
  }

  cancelAll(): void {
    for (const cancel of [...this.#running]) cancel()
  }
}

function milliseconds(nanoseconds: bigint): number {
  const rounded = (nanoseconds + 999_999n) / 1_000_000n
  return rounded > BigInt(longestTimerMs) ? longestTimerMs : Number(rounded)
}
