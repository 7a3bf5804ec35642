import type { ExecReport } from '@weft/backend'
import { CancelledError, TimeoutError } from '@weft/core'
import type { CpuKernel, InstalledKernel } from './cpu-kernel.js'
import type { Job, Pool, RawTrap } from './pool.js'
import { kernelTrapError } from './trap-error.js'
import { describeError } from './worker-loop.js'

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
export function runAlone(work: Work, threads = 1): ExecReport {
  const { kernel, installed, iterations, blockSize, buffers, globals } = work
  const { caller } = installed
  for (let index = 0; index < globals.length; index++) caller.globals[index]!.value = globals[index]
  const measure = kernel.policy.shouldMeasure()
  const start = measure ? performance.now() : 0
  // Several chunks, because the engine replaces a slow first version of the kernel only between calls.
  const chunkSize = kernel.policy.isKnown ? iterations : kernel.policy.chunkSize(iterations, 1)
  try {
    for (let begin = 0; begin < iterations; begin += chunkSize) {
      caller.run(begin, Math.min(begin + chunkSize, iterations), iterations, blockSize, ...buffers)
    }
  } catch (error) {
    const trap = { iteration: caller.iteration.value >>> 0, text: describeError(error) }
    caller.resetStack()
    throw kernelTrapError([trap], kernel.kernel, kernel.driven)
  }
  if (measure) kernel.policy.measured(iterations, performance.now() - start)
  return { parallelism: threads, groupSize: iterations, blockSize }
}

/** The calling thread and every worker that is awake share it; sleeping ones are woken when that pays. */
export function runTogether(work: Work, pool: Pool, threads: number): ExecReport {
  const { kernel, installed, iterations } = work
  const { policy } = kernel
  const job = jobOf(work, threads)
  const measure = policy.shouldMeasure()
  pool.publish(job, false)
  if (pool.isAsleep && policy.isWorthWaking(iterations)) pool.wake()
  const start = measure ? performance.now() : 0
  const own = pool.takePart(installed.caller, work.buffers)
  if (own.finished > 0 && measure) {
    policy.measured(Math.min(own.finished * job.chunkSize, iterations), performance.now() - start)
  }
  pool.join(policy.chunkUs(job.chunkSize))
  throwTraps(work, own.trap ? [own.trap, ...pool.takeReports()] : pool.takeReports())
  return { parallelism: threads, groupSize: job.chunkSize, blockSize: work.blockSize }
}

/** Only workers run it, while the calling thread waits: so it can be ended. Blocks. Throws `TimeoutError`. */
export function runWatched(work: Work, pool: Pool, threads: number, timeLimitMs: number): ExecReport {
  const job = publishWatched(work, pool, threads)
  if (!pool.waitDone(job.chunks, timeLimitMs)) {
    pool.kill()
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
  const abort = () => pool.kill()
  signal.addEventListener('abort', abort, { once: true })
  try {
    const inTime = await pool.waitDoneAsync(job.chunks, timeLimitMs)
    if (!inTime) {
      pool.kill()
      throw new TimeoutError(timeLimitMs)
    }
    return finishWatched(work, pool, job, threads)
  } catch (error) {
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
  pool.publish(job, true)
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
