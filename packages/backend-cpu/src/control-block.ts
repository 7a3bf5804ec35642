/**
 * The words through which the calling thread and the workers speak: one `SharedArrayBuffer`, no messages.
 * Words that different threads write stand 128 bytes apart, because sharing a cache line made two threads 1.8 times
 * slower than one.
 */
const line = 32

/** Indices into the control block as 32-bit words. */
export const word = {
  /** Counts published jobs; idle workers spin and sleep on it. */
  generation: 0,
  /** The next chunk to hand out. */
  cursor: line,
  /** Threads inside the job, plus `closedBit`. Changed only by and, or, add, sub: a store could lose a late worker. */
  gate: 2 * line,
  /** Workers asleep on `generation`. */
  sleepers: 3 * line,
  /** Messages posted to the workers so far: one that has seen fewer goes to its event loop to receive them. */
  mail: 4 * line,
  /** Chunks that workers finished in the present job. */
  done: 5 * line,
  /** Set when a worker goes away while it is inside a job. */
  lost: 6 * line,
  /** Workers that went away, inside or not. */
  deaths: 6 * line + 1,
  /** Set when an iteration of the present job trapped. */
  trapped: 7 * line,
  /** Workers that have started up. */
  ready: 7 * line + 1,
  slot: 8 * line,
  chunks: 8 * line + 1,
  chunkSize: 8 * line + 2,
  iterations: 8 * line + 3,
  blockSize: 8 * line + 4,
  argumentCount: 8 * line + 5,
  globalCount: 8 * line + 6,
  /** Not zero: the caller waits for `done` instead of taking part. */
  watched: 8 * line + 7,
  /** The buffers' pointers and lengths, beside the words above: most jobs fit two cache lines. */
  arguments: 8 * line + 8,
} as const

/** Bit of `gate` that keeps workers out while no job is open. */
export const closedBit = 1 << 30

/** Kernel parameters and globals that a job can carry; engines allow 1,000 parameters. */
export const maximumArguments = 1_000
export const maximumGlobals = 256

const globalsWord = word.arguments + 1_024
const reportsWord = globalsWord + 2 * maximumGlobals
const reportBytes = 4_096

/** What a worker says of a trap; the words start at `reportWord(worker)`. */
export const report = { iteration: 0, textBytes: 1, isSet: 2, text: 3 } as const

/** Bytes of UTF-8 text that a report can hold. */
export const maximumReportText = reportBytes - 4 * report.text

export function reportWord(worker: number): number {
  return reportsWord + (worker * reportBytes) / 4
}

/** The views of one control block. */
export interface ControlBlock {
  readonly words: Int32Array<SharedArrayBuffer>
  readonly floats: Float64Array<SharedArrayBuffer>
  readonly bigints: BigInt64Array<SharedArrayBuffer>
}

export function createControlBlock(workers: number): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(4 * reportWord(workers))
  Atomics.store(new Int32Array(buffer), word.gate, closedBit)
  return buffer
}

export function viewControlBlock(buffer: SharedArrayBuffer): ControlBlock {
  const globals = { offset: 4 * globalsWord, length: maximumGlobals }
  return {
    words: new Int32Array(buffer),
    floats: new Float64Array(buffer, globals.offset, globals.length),
    bigints: new BigInt64Array(buffer, globals.offset, globals.length),
  }
}
