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

  until(mark: bigint): Promise<void> {
    return new Promise((resolve) => this.at(mark, resolve))
  }

  cancelAll(): void {
    for (const cancel of [...this.#running]) cancel()
  }
}

function milliseconds(nanoseconds: bigint): number {
  const rounded = (nanoseconds + 999_999n) / 1_000_000n
  return rounded > BigInt(longestTimerMs) ? longestTimerMs : Number(rounded)
}
