import { DeviceLostError } from '@weft/core'
import {
  type ControlBlock,
  closedBit,
  createControlBlock,
  report,
  reportWord,
  viewControlBlock,
  word,
} from './control-block.js'
import type { KernelInstallation, KernelInstance } from './kernel-instance.js'
import { sleepWhile, spinWhile } from './waiting.js'
import { describeError, runChunks } from './worker-loop.js'
import type { StartWorker, WorkerThread } from './worker-thread.js'

export interface PoolOptions {
  /** Threads that run kernels, the calling one included. */
  readonly threads: number
  /** How long an idle worker and a waiting caller spin before they sleep, in microseconds. */
  readonly spinUs: number
  readonly startWorker: StartWorker
}

/** A job in the words of the control block. */
export interface Job {
  readonly slot: number
  readonly chunks: number
  readonly chunkSize: number
  readonly iterations: number
  readonly blockSize: number
  readonly buffers: readonly number[]
  readonly globals: readonly (number | bigint)[]
}

/** A worker that is still out after this many times the length of a chunk has lost its processor. */
const lateChunks = 3

/** So much work justifies starting the workers. */
const worthStartingMs = 4

/** How long a blocked caller waits for the first worker to start up. */
const startUpMs = 30_000

/** A trap as the thread that met it saw it. */
export interface RawTrap {
  readonly iteration: number
  /** Name, message and stack of what the engine threw. */
  readonly text: string
}

/**
 * A fork-join pool. A dispatch publishes a job in shared memory and takes part in it; workers that are awake join in
 * and nobody waits for one that did not. When a worker is lost or had to be ended, the whole pool is dropped and a new
 * one starts with the next job: there is one way back to a good state.
 */
export class Pool {
  private readonly options: PoolOptions
  private readonly installations = new Map<number, KernelInstallation>()
  private control: ControlBlock
  private workers: WorkerThread[] = []
  private lost = false
  private closed = false
  /** How often in a row the caller had to sleep for a worker that did not come back from its chunk. */
  private lateJoins = 0
  /** Settles, always well, when the last queued call has ended. */
  private lastQueued: Promise<void> | undefined

  /** Milliseconds of work that the caller did alone because no worker was started. */
  private aloneMs = 0

  constructor(options: PoolOptions) {
    this.options = options
    this.control = viewControlBlock(createControlBlock(options.threads))
  }

  /** Whether there are workers. They are started when work shows up that is worth it. */
  get isStarted(): boolean {
    return this.workers.length > 0
  }

  /**
   * Starts the workers if `workMs`, with what the caller did alone so far, is worth them. True if there are workers:
   * starting one costs the caller 2 ms, and it takes 30 ms to come up, which a process with little to do never gets back.
   */
  startFor(workMs: number): boolean {
    if (this.lost) this.restart()
    if (!this.isStarted && this.aloneMs + workMs >= worthStartingMs)
      this.ensureWorkers(this.options.threads - 1)
    return this.isStarted
  }

  /** Takes note of work that the caller did alone. */
  workedAlone(workMs: number): void {
    this.aloneMs += workMs
  }

  /** The joins that went past the spin, in a row: a sign of more busy threads than processors. */
  get lateJoinCount(): number {
    return this.lateJoins
  }

  /** Whether every worker is asleep, so that waking one costs the caller about 8 microseconds. */
  get isAsleep(): boolean {
    return Atomics.load(this.control.words, word.sleepers) > 0
  }

  install(installation: KernelInstallation): void {
    this.installations.set(installation.slot, installation)
    for (const worker of this.workers) worker.post({ type: 'install', installation })
    this.announceMail()
  }

  remove(slot: number): void {
    if (!this.installations.delete(slot)) return
    for (const worker of this.workers) worker.post({ type: 'remove', slot })
    this.announceMail()
  }

  /** Whether a queued call has the workers. */
  get isTaken(): boolean {
    return this.lastQueued !== undefined
  }

  /** Runs asynchronous calls one after the other. */
  queue<T>(run: () => Promise<T>): Promise<T> {
    const result = this.lastQueued ? this.lastQueued.then(run) : run()
    const settled = () => {
      if (this.lastQueued === last) this.lastQueued = undefined
    }
    const last: Promise<void> = result.then(settled, settled)
    this.lastQueued = last
    return result
  }

  /** Sees to it that at least `count` workers are started. */
  ensureWorkers(count: number): void {
    if (this.lost) this.restart()
    while (this.workers.length < count) this.startWorker(this.control.words.buffer)
  }

  /**
   * Puts a job into the control block and opens the gate; chunks before `firstChunk` are done already. Sleeping workers
   * stay asleep until `wake`.
   */
  publish(job: Job, firstChunk: number, watched: boolean): void {
    const { words } = this.control
    words[word.slot] = job.slot
    words[word.chunks] = job.chunks
    words[word.chunkSize] = job.chunkSize
    words[word.iterations] = job.iterations
    words[word.blockSize] = job.blockSize
    words[word.argumentCount] = job.buffers.length
    words[word.globalCount] = job.globals.length
    words[word.watched] = watched ? 1 : 0
    words[word.done] = 0
    words[word.trapped] = 0
    for (let index = 0; index < job.buffers.length; index++)
      words[word.arguments + index] = job.buffers[index]!
    if (job.globals.length > 0) writeGlobals(this.control, job.globals)
    Atomics.store(words, word.cursor, firstChunk)
    Atomics.and(words, word.gate, ~closedBit)
    Atomics.add(words, word.generation, 1)
  }

  wake(): void {
    Atomics.notify(this.control.words, word.generation)
  }

  /** Takes chunks on this thread until there is none left: how many it finished, and the trap if one trapped. */
  takePart(
    kernel: KernelInstance,
    buffers: readonly number[],
  ): { finished: number; trap: RawTrap | undefined } {
    let trap: RawTrap | undefined
    const finished = runChunks(this.control, kernel, buffers, (error) => {
      trap = { iteration: kernel.iteration.value >>> 0, text: describeError(error) }
      kernel.resetStack()
    })
    return { finished, trap }
  }

  /**
   * Closes the gate and waits for the workers inside; `chunkUs` is what one chunk is expected to take.
   * Throws `DeviceLostError` if a worker went away.
   */
  join(chunkUs: number): void {
    const { words } = this.control
    const gate = Atomics.or(words, word.gate, closedBit) | closedBit
    if (gate === closedBit) return
    if (this.spinForGate(gate)) {
      this.lateJoins = 0
      return
    }
    const start = performance.now()
    this.sleepForGate()
    const late = performance.now() - start > (lateChunks * chunkUs) / 1_000
    this.lateJoins = late ? this.lateJoins + 1 : 0
  }

  /** Traps that workers reported in the present job. */
  takeReports(): RawTrap[] {
    const { words } = this.control
    if (words[word.trapped] === 0) return []
    const traps: RawTrap[] = []
    for (let worker = 0; worker < this.workers.length; worker++) {
      const at = reportWord(worker)
      if (Atomics.exchange(words, at + report.isSet, 0) === 0) continue
      const bytes = new Uint8Array(words.buffer, 4 * (at + report.text), words[at + report.textBytes]!)
      traps.push({
        iteration: words[at + report.iteration]! >>> 0,
        text: new TextDecoder().decode(bytes.slice()),
      })
    }
    return traps
  }

  /**
   * Watched jobs, which the caller does not take part in: waits until every chunk is done or one trapped.
   * The time in which the first worker starts up does not count.
   * False when `timeoutMs` passed first.
   */
  waitDone(chunks: number, timeoutMs: number): boolean {
    const { words } = this.control
    const latest = performance.now() + startUpMs
    while (Atomics.load(words, word.ready) === 0 && performance.now() < latest) {
      sleepWhile(words, word.ready, 0, 100)
    }
    if (Atomics.load(words, word.ready) === 0)
      this.fail(`no worker of the CPU device started within ${startUpMs} ms`)
    const end = performance.now() + timeoutMs
    for (;;) {
      const done = Atomics.load(words, word.done)
      if (done >= chunks || Atomics.load(words, word.trapped) !== 0) return true
      this.checkLost()
      const left = end - performance.now()
      if (left <= 0) return false
      if (!spinWhile(words, word.done, done, Math.min(this.options.spinUs, left * 1_000))) {
        sleepWhile(words, word.done, done, Math.min(left, 100))
      }
    }
  }

  /** As `waitDone`, without blocking this thread. */
  async waitDoneAsync(chunks: number, timeoutMs: number): Promise<boolean> {
    const { words } = this.control
    for (const worker of this.workers) worker.keepAlive(true)
    try {
      while (Atomics.load(words, word.ready) === 0) {
        this.checkLost()
        await Atomics.waitAsync(words, word.ready, 0, 100).value
      }
      const end = performance.now() + timeoutMs
      for (;;) {
        const done = Atomics.load(words, word.done)
        if (done >= chunks || Atomics.load(words, word.trapped) !== 0) return true
        this.checkLost()
        const left = end - performance.now()
        if (left <= 0) return false
        await Atomics.waitAsync(words, word.done, done, Math.min(left, 100)).value
      }
    } finally {
      for (const worker of this.workers) worker.keepAlive(false)
    }
  }

  /** Ends every worker at once, in the middle of a kernel if need be. The next job starts new ones. */
  kill(): void {
    this.lost = true
    for (const worker of this.workers) worker.terminate()
    this.workers = []
    Atomics.notify(this.control.words, word.done)
  }

  close(): void {
    this.closed = true
    this.kill()
  }

  private spinForGate(gate: number): boolean {
    const { words } = this.control
    let present = gate
    while (spinWhile(words, word.gate, present, this.options.spinUs)) {
      present = Atomics.load(words, word.gate)
      if (present === closedBit) return true
    }
    return false
  }

  private sleepForGate(): void {
    const { words } = this.control
    for (;;) {
      const gate = Atomics.load(words, word.gate)
      if (gate === closedBit) break
      this.checkLost()
      sleepWhile(words, word.gate, gate, 1_000)
    }
    this.checkLost()
  }

  private fail(message: string): never {
    this.kill()
    throw new DeviceLostError(message)
  }

  private checkLost(): void {
    const { words } = this.control
    if (!this.lost && Atomics.load(words, word.lost) < 2) return
    this.fail('a worker of the CPU device ended in the middle of a call; the next call starts new workers')
  }

  /** Mail alone wakes nobody: the generation has to change for a worker that is about to sleep on it. */
  private announceMail(): void {
    if (this.workers.length === 0) return
    const { words } = this.control
    Atomics.add(words, word.mail, 1)
    Atomics.add(words, word.generation, 1)
    if (Atomics.load(words, word.sleepers) > 0) Atomics.notify(words, word.generation)
  }

  private restart(): void {
    if (this.closed) throw new DeviceLostError('the CPU device is closed: open a new one')
    const count = this.workers.length
    for (const worker of this.workers) worker.terminate()
    this.workers = []
    this.lost = false
    this.control = viewControlBlock(createControlBlock(this.options.threads))
    this.ensureWorkers(count)
  }

  private startWorker(control: SharedArrayBuffer): void {
    const start = {
      control,
      worker: this.workers.length,
      spinUs: this.options.spinUs,
      spare: this.workers.length >= this.options.threads - 1,
      installations: [...this.installations.values()],
      mail: Atomics.load(this.control.words, word.mail),
    }
    const onExit = () => {
      if (this.control.words.buffer === control) this.lost = true
    }
    this.workers.push(this.options.startWorker(start, onExit))
  }
}

function writeGlobals(control: ControlBlock, globals: readonly (number | bigint)[]): void {
  globals.forEach((value, index) => {
    if (typeof value === 'bigint') control.bigints[index] = value
    else control.floats[index] = value
  })
}
