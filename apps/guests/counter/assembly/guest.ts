import { CounterResource } from './gen/exports/example-counter-counters'
import { waitFor } from './gen/wasi-clocks-monotonic-clock'

let counters: u32 = 0

export class Counter extends CounterResource {
  constructor(private count: u32) {
    super()
    counters++
  }

  value(): u32 {
    return this.count
  }

  increment(by: u32): u32 {
    if (by > u32.MAX_VALUE - this.count) throw new Error(`${this.count} + ${by} is more than a counter can hold`)
    this.count += by
    return this.count
  }

  async countDown(pause: u64): Promise<u32> {
    let steps: u32 = 0
    // Others may change the counter during a pause.
    while (this.count > 0) {
      this.count--
      steps++
      await waitFor(pause)
    }
    return steps
  }

  static join(one: Counter, other: Counter): Counter {
    const joined = new Counter(one.count)
    joined.increment(other.count)
    one.drop()
    other.drop()
    return joined
  }

  static larger(one: Counter, other: Counter): u32 {
    return max(one.count, other.count)
  }

  /** Called when nobody has the counter any more. */
  dispose(): void {
    counters--
  }
}

export function alive(): u32 {
  return counters
}
