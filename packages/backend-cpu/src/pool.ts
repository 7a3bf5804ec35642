import { DeviceLostError } from '@weft/core'
import { CallQueue } from './call-queue.js'
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

/** Threads that are terminated were seen to run on for up to 5 ms, and now and then longer. */
const terminationMs = 20

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
  /** Calls that wait for workers without blocking the caller. */
  readonly queue = new CallQueue()
  private readonly installations = new Map<number, KernelInstallation>()
  private control: ControlBlock
  private workers: WorkerThread[] = []
  private lost = false
  private closed = false
  /** How often in a row the caller had to sleep for a worker that did not come back from its chunk. */
  private lateJoins = 0
  /** A job was published and not joined: something, such as an overflow of the caller's stack, came in between. */
  private unsettled = false
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
    this.repair()
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

  /** Whether a worker is asleep: waking it costs the caller about 8 microseconds. */
  get hasSleepers(): boolean {
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

  /** Sees to it that at least `count` workers are started. */
  ensureWorkers(count: number): void {
    this.repair()
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
    this.unsettled = true
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
    if (gate === closedBit || this.spinForGate(gate)) this.lateJoins = 0
    else {
      const start = performance.now()
      this.sleepForGate()
      const late = performance.now() - start > (lateChunks * chunkUs) / 1_000
      this.lateJoins = late ? this.lateJoins + 1 : 0
    }
    this.unsettled = false
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
   * Watched jobs, which the caller does not take part in: waits until every chunk is done, or one trapped and no worker
   * is inside any more. The time in which the first worker starts up does not count. False when `timeoutMs` passed first.
   */
  waitDone(chunks: number, timeoutMs: number): boolean {
    const { words } = this.control
    const latest = performance.now() + startUpMs
    while (Atomics.load(words, word.ready) === 0 && performance.now() < latest) {
      this.checkLost()
      sleepWhile(words, word.ready, 0, 100)
    }
    if (Atomics.load(words, word.ready) === 0)
      this.fail(`no worker of the CPU device started in ${startUpMs} ms`)
    const end = performance.now() + timeoutMs
    for (;;) {
      const done = Atomics.load(words, word.done)
      if (this.isSettled(chunks)) return true
      this.checkLost()
      const left = end - performance.now()
      if (left <= 0) return false
      if (!spinWhile(words, word.done, done, Math.min(this.options.spinUs, left * 1_000))) {
        sleepWhile(words, word.done, done, this.napMs(left))
      }
    }
  }

  /** As `waitDone`, without blocking this thread. */
  async waitDoneAsync(chunks: number, timeoutMs: number): Promise<boolean> {
    const { words } = this.control
    // Neither Atomics.waitAsync nor an unref'ed worker keeps the process alive.
    const alive = setInterval(() => {}, 1_000)
    try {
      while (Atomics.load(words, word.ready) === 0) {
        this.checkLost()
        await Atomics.waitAsync(words, word.ready, 0, 100).value
      }
      const end = performance.now() + timeoutMs
      for (;;) {
        const done = Atomics.load(words, word.done)
        if (this.isSettled(chunks)) return true
        this.checkLost()
        const left = end - performance.now()
        if (left <= 0) return false
        await Atomics.waitAsync(words, word.done, done, this.napMs(left)).value
      }
    } finally {
      clearInterval(alive)
    }
  }

  /**
   * Ends every worker, in the middle of a kernel if need be. The next job starts new ones. Resolves when all have ended;
   * until then one may still write to memory.
   */
  async kill(): Promise<void> {
    this.lost = true
    this.unsettled = false
    const ended = this.workers.map((worker) => worker.terminate())
    this.workers = []
    for (const index of [word.done, word.ready]) Atomics.notify(this.control.words, index)
    await Promise.allSettled(ended)
  }

  /** Ends every worker and gives the threads time to end, for callers that may not wait for a promise. */
  killAndSettle(): void {
    void this.kill()
    const nobodyWakes = new Int32Array(new SharedArrayBuffer(4))
    sleepWhile(nobodyWakes, 0, 0, terminationMs)
  }

  close(): void {
    this.closed = true
    void this.kill()
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

  /** Every chunk of a watched job is done, or one trapped and the others have come to their end. */
  private isSettled(chunks: number): boolean {
    const { words } = this.control
    if (Atomics.load(words, word.done) >= chunks) return true
    return Atomics.load(words, word.trapped) !== 0 && (Atomics.load(words, word.gate) & ~closedBit) === 0
  }

  /** After a trap nobody tells when the last worker leaves, so that has to be looked up. */
  private napMs(leftMs: number): number {
    return Math.min(leftMs, Atomics.load(this.control.words, word.trapped) === 0 ? 100 : 1)
  }

  private fail(message: string): never {
    void this.kill()
    throw new DeviceLostError(message)
  }

  private checkLost(): void {
    const { words } = this.control
    const dead = Atomics.load(words, word.deaths) >= Math.max(1, this.workers.length)
    if (!this.lost && !dead && Atomics.load(words, word.lost) === 0) return
    this.fail('workers of the CPU device ended in the middle of a call; the next call starts new ones')
  }

  /** Starts afresh where workers were lost, or a job was left in the middle. */
  private repair(): void {
    if (this.unsettled) void this.kill()
    if (this.lost) this.restart()
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
    for (const worker of this.workers) void worker.terminate()
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
      if (this.control.words.buffer !== control) return
      this.lost = true
      for (const index of [word.done, word.ready]) Atomics.notify(this.control.words, index)
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
