import type { ExecReport } from '@weft/backend'
import { CancelledError, TimeoutError } from '@weft/core'
import type { CpuKernel, InstalledKernel } from './cpu-kernel.js'
import type { Job, Pool, RawTrap } from './pool.js'
import { kernelTrapError } from './trap-error.js'
import { describeError } from './worker-loop.js'

/** Without workers, so many chunks for each thread allow one of them to be done alone to learn how long it takes. */
const probingChunks = 8

/** A checked call, ready to run. */
export interface Work {
  readonly kernel: CpuKernel
  readonly installed: InstalledKernel
  readonly iterations: number
  readonly blockSize: number
  readonly buffers: readonly number[]
  readonly globals: readonly (number | bigint)[]
}

/** The calling thread does it all. */
export function runAlone(work: Work): ExecReport {
  const { kernel, iterations, blockSize } = work
  // Several chunks, because the engine replaces a slow first version of the kernel only between calls.
  const chunkSize = kernel.policy.isKnown ? iterations : kernel.policy.chunkSize(iterations, 1)
  setGlobals(work)
  runRange(work, 0, chunkSize, chunkSize)
  if (chunkSize < iterations) runRange(work, chunkSize, iterations, chunkSize)
  return { parallelism: 1, groupSize: chunkSize, blockSize }
}

/** The calling thread and every worker that is awake share it; sleeping ones are woken when that pays. */
export function runTogether(work: Work, pool: Pool, threads: number): ExecReport {
  const { kernel, installed, iterations, blockSize } = work
  const { policy } = kernel
  const job = jobOf(work, threads)
  const firstChunk = pool.startFor(0) ? 0 : doFirstChunk(work, pool, job, threads)
  if (firstChunk === job.chunks) return { parallelism: 1, groupSize: job.chunkSize, blockSize }
  const measure = policy.shouldMeasure()
  pool.publish(job, firstChunk, false)
  if (pool.hasSleepers && policy.isWorthWaking(iterations)) pool.wake()
  const start = measure ? performance.now() : 0
  const own = pool.takePart(installed.caller, work.buffers)
  if (own.finished > 0 && measure) {
    policy.measured(Math.min(own.finished * job.chunkSize, iterations), performance.now() - start)
  }
  pool.join(policy.chunkUs(job.chunkSize))
  throwTraps(work, own.trap ? [own.trap, ...pool.takeReports()] : pool.takeReports())
  return { parallelism: threads, groupSize: job.chunkSize, blockSize }
}

/**
 * There are no workers yet: the calling thread does one chunk, then knows whether the rest is worth starting them, and
 * does that too if it is not. With few chunks one may be long, so workers are started at once. Returns the chunks done.
 */
function doFirstChunk(work: Work, pool: Pool, job: Job, threads: number): number {
  if (job.chunks < probingChunks * threads) {
    pool.startFor(Number.POSITIVE_INFINITY)
    return 0
  }
  const { policy } = work.kernel
  const start = performance.now()
  setGlobals(work)
  runRange(work, 0, job.chunkSize, job.chunkSize)
  if (pool.startFor(policy.chunkUs(work.iterations - job.chunkSize) / 1_000)) return 1
  runRange(work, job.chunkSize, work.iterations, job.chunkSize)
  pool.workedAlone(performance.now() - start)
  return job.chunks
}

function setGlobals({ installed, globals }: Work): void {
  for (let index = 0; index < globals.length; index++) installed.caller.globals[index]!.value = globals[index]
}

/** Runs the iterations `[begin, end)` on the calling thread, a chunk at a time. */
function runRange(work: Work, begin: number, end: number, chunkSize: number): void {
  const { kernel, installed, iterations, blockSize, buffers } = work
  const { policy } = kernel
  const { caller } = installed
  const measure = policy.shouldMeasure()
  const start = measure ? performance.now() : 0
  try {
    for (let at = begin; at < end; at += chunkSize) {
      caller.run(at, Math.min(at + chunkSize, end), iterations, blockSize, ...buffers)
    }
  } catch (error) {
    const trap = { iteration: caller.iteration.value >>> 0, text: describeError(error) }
    caller.resetStack()
    throw kernelTrapError([trap], kernel.kernel, kernel.driven)
  }
  if (measure) policy.measured(end - begin, performance.now() - start)
}

/** Only workers run it, while the calling thread waits: so it can be ended. Blocks. Throws `TimeoutError`. */
export function runWatched(work: Work, pool: Pool, threads: number, timeLimitMs: number): ExecReport {
  const job = publishWatched(work, pool, threads)
  if (!pool.waitDone(job.chunks, timeLimitMs)) {
    const traps = pool.takeReports()
    pool.killAndSettle()
    throwTraps(work, traps)
    throw new TimeoutError(timeLimitMs)
  }
  return finishWatched(work, pool, job, threads)
}

/** As `runWatched`, without blocking. Throws `CancelledError` when `signal` fires. */
export async function runWatchedAsync(
  work: Work,
  pool: Pool,
  threads: number,
  timeLimitMs: number,
  signal: AbortSignal,
): Promise<ExecReport> {
  const job = publishWatched(work, pool, threads)
  let ended: Promise<void> | undefined
  const abort = () => {
    ended = pool.kill()
  }
  signal.addEventListener('abort', abort, { once: true })
  try {
    if (await pool.waitDoneAsync(job.chunks, timeLimitMs)) return finishWatched(work, pool, job, threads)
    const traps = pool.takeReports()
    ended = pool.kill()
    throwTraps(work, traps)
    throw new TimeoutError(timeLimitMs)
  } catch (error) {
    await ended
    if (signal.aborted) throw new CancelledError({ cause: signal.reason })
    throw error
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

function jobOf(work: Work, threads: number): Job {
  const chunkSize = work.kernel.policy.chunkSize(work.iterations, threads)
  return {
    slot: work.installed.installation.slot,
    chunks: Math.ceil(work.iterations / chunkSize),
    chunkSize,
    iterations: work.iterations,
    blockSize: work.blockSize,
    buffers: work.buffers,
    globals: work.globals,
  }
}

function publishWatched(work: Work, pool: Pool, threads: number): Job {
  pool.ensureWorkers(threads)
  const job = jobOf(work, threads)
  pool.publish(job, 0, true)
  pool.wake()
  return job
}

function finishWatched(work: Work, pool: Pool, job: Job, threads: number): ExecReport {
  pool.join(work.kernel.policy.chunkUs(job.chunkSize))
  throwTraps(work, pool.takeReports())
  return { parallelism: threads, groupSize: job.chunkSize, blockSize: work.blockSize }
}

function throwTraps(work: Work, traps: readonly RawTrap[]): void {
  if (traps.length > 0) throw kernelTrapError(traps, work.kernel.kernel, work.kernel.driven)
}
