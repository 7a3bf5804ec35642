/** Below this much serial work, in nanoseconds, the pool is not worth opening: its break-even is 600 ns. */
const breakEvenNs = 600

/** A chunk should take at least this long: handing one out costs 35 to 45 ns with two threads at it. */
const minimumChunkNs = 2_000

/** Chunks for each thread: enough for uneven work, and for the engine to tier a cold kernel up on the way. */
const chunksPerThread = 16

/** Waking a sleeper costs the caller 8 microseconds, so less serial work than this wakes nobody. */
const worthWakingNs = 20_000

/** After this many late joins in a row the processors are taken to be busy with something else. */
const lateJoinsTolerated = 4

/** With busy processors, ranges below this much serial work stay on the calling thread for a while. */
const shortWhenBusyNs = 1_000_000

/** How long that while is, in work done alone: doubled with every try that is late again, up to the last figure. */
const aloneNs = { first: 500_000, last: 20_000_000 }

/** What a call counts for at least, however little it does. */
const minimumCallNs = 100

/** How a kernel's iterations are cut up, from what its earlier calls took. */
export class ChunkPolicy {
  /** Measured serial time of one iteration; 0 while unknown. */
  private nanosPerIteration = 0
  private calls = 0
  /** Work still to be done alone, and the length of the present while. */
  private aloneNsLeft = 0
  private aloneNs = aloneNs.first

  /** Whether this call should be timed: always until there is a figure, then now and then. */
  shouldMeasure(): boolean {
    return this.nanosPerIteration === 0 || (this.calls++ & 15) === 0
  }

  /** Takes the serial time of `iterations` iterations. The engine makes kernels faster, so a better figure counts at once. */
  measured(iterations: number, elapsedMs: number): void {
    const nanos = Math.max(0.01, (elapsedMs * 1e6) / iterations)
    const known = this.nanosPerIteration
    this.nanosPerIteration = known === 0 || nanos < known ? nanos : known * 0.75 + nanos * 0.25
  }

  /** Whether the caller should run all of it alone. */
  runsAlone(iterations: number, lateJoins: number): boolean {
    const serialNs = iterations * this.nanosPerIteration
    if (this.nanosPerIteration !== 0 && serialNs < breakEvenNs) return true
    if (lateJoins < lateJoinsTolerated) {
      this.aloneNs = aloneNs.first
      return false
    }
    if (serialNs > shortWhenBusyNs) return false
    if (this.aloneNsLeft > 0) {
      this.aloneNsLeft -= Math.max(serialNs, minimumCallNs)
      return true
    }
    this.aloneNs = Math.min(this.aloneNs * 2, aloneNs.last)
    this.aloneNsLeft = this.aloneNs
    return false
  }

  /** Iterations to hand out at a time. */
  chunkSize(iterations: number, threads: number): number {
    const even = Math.ceil(iterations / (threads * chunksPerThread))
    const longEnough = this.nanosPerIteration === 0 ? 1 : Math.ceil(minimumChunkNs / this.nanosPerIteration)
    return Math.max(1, Math.min(Math.max(even, longEnough), Math.ceil(iterations / threads)))
  }

  /** What a chunk is expected to take, in microseconds; 0 while unknown. */
  chunkUs(chunkSize: number): number {
    return (chunkSize * this.nanosPerIteration) / 1_000
  }

  /** Whether sleeping workers should be woken for this much work. */
  isWorthWaking(iterations: number): boolean {
    return this.nanosPerIteration === 0 || iterations * this.nanosPerIteration >= worthWakingNs
  }

  get isKnown(): boolean {
    return this.nanosPerIteration !== 0
  }
}
