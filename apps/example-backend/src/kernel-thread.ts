import { Worker } from 'node:worker_threads'
import { CancelledError, DeviceLostError, KernelTrapError, TimeoutError, type WeftError } from '@weft/core'
import type { KernelAnswer, KernelJob } from './kernel-job.js'

/** Timers of JavaScript fire at once for a longer time than this. */
const maximumTimerMs = 2 ** 31 - 1

/** One worker, started when it is first needed and again after it was ended. */
export class KernelThread {
  private worker: Worker | undefined

  async run(job: KernelJob, timeLimitMs?: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) throw new CancelledError({ cause: signal.reason })
    const worker = this.start()
    const answer = Promise.withResolvers<KernelAnswer>()
    let reason: WeftError = new DeviceLostError(
      'the worker exited during a call: the next call starts a new one',
    )
    const end = (error: WeftError) => {
      reason = error
      void this.stop()
    }
    const abort = () => end(new CancelledError({ cause: signal?.reason }))
    const exit = () => answer.reject(reason)
    const timer =
      timeLimitMs &&
      setTimeout(() => end(new TimeoutError(timeLimitMs)), Math.min(timeLimitMs, maximumTimerMs))
    signal?.addEventListener('abort', abort)
    worker.once('message', answer.resolve).once('exit', exit)
    try {
      worker.ref()
      worker.postMessage(job)
      const trap = await answer.promise
      if (trap !== undefined) throw new KernelTrapError(trap)
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      worker.off('message', answer.resolve).off('exit', exit).unref()
    }
  }

  async stop(): Promise<void> {
    const worker = this.worker
    this.worker = undefined
    await worker?.terminate()
  }

  private start(): Worker {
    if (this.worker !== undefined) return this.worker
    const worker = new Worker(new URL('./worker.js', import.meta.url))
    const forget = () => {
      if (this.worker === worker) this.worker = undefined
    }
    worker.on('error', forget).on('exit', forget)
    this.worker = worker
    return worker
  }
}
