/** Decides where the specification leaves the order open: which ready thread runs, which pending event is delivered. */
export interface Scheduler {
  /** An integer from 0 to `count - 1`; 0 is the one that waits longest. */
  choose(count: number): number
}

/** First come, first served. */
export const fifoScheduler: Scheduler = { choose: () => 0 }

/** Explores interleavings: the same seed gives the same ones. The generator is xorshift32. */
export function seededScheduler(seed: number): Scheduler {
  let state = seed | 0 || 1
  return {
    choose(count) {
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      return (state >>> 0) % count
    },
  }
}
