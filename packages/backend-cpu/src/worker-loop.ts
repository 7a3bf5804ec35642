import {
  type ControlBlock,
  closedBit,
  maximumReportText,
  report,
  reportWord,
  viewControlBlock,
  word,
} from './control-block.js'
import {
  instantiateKernel,
  type KernelInstallation,
  type KernelInstance,
  setGlobals,
} from './kernel-instance.js'
import { spinWhile } from './waiting.js'

/** What a worker is started with. */
export interface WorkerStart {
  readonly control: SharedArrayBuffer
  /** 0-based index of the worker; the calling thread is thread 0, this worker thread `worker + 1`. */
  readonly worker: number
  readonly spinUs: number
  /** A spare worker serves only watched jobs: it stands in for the caller, which does not take part in them. */
  readonly spare: boolean
  /** Kernels installed before the worker was started, and the number of messages that installed them. */
  readonly installations: readonly KernelInstallation[]
  readonly mail: number
}

export type WorkerMessage =
  | { readonly type: 'install'; readonly installation: KernelInstallation }
  | { readonly type: 'remove'; readonly slot: number }

/**
 * A worker's side of the pool. `run` blocks the thread until a message is waiting; the entry then returns to its
 * event loop, which hands the message to `receive`, and so on. It uses nothing that only one platform has.
 */
export class WorkerLoop {
  private readonly control: ControlBlock
  private readonly start: WorkerStart
  private readonly kernels = new Map<number, KernelInstance>()
  private seenMail: number
  private seenGeneration: number
  private inside = false

  constructor(start: WorkerStart) {
    this.start = start
    this.control = viewControlBlock(start.control)
    this.seenMail = start.mail
    this.seenGeneration = Atomics.load(this.control.words, word.generation) - 1
    for (const installation of start.installations) this.install(installation)
    Atomics.add(this.control.words, word.ready, 1)
    Atomics.notify(this.control.words, word.ready)
  }

  receive(message: WorkerMessage): void {
    this.seenMail++
    // A job that was published before its kernel came with this message is still to be served.
    this.seenGeneration = Atomics.load(this.control.words, word.generation) - 1
    if (message.type === 'install') this.install(message.installation)
    else this.kernels.delete(message.slot)
    this.run()
  }

  /** Serves jobs until mail is waiting. */
  run(): void {
    const { words } = this.control
    for (;;) {
      if (Atomics.load(words, word.mail) !== this.seenMail) return
      const generation = Atomics.load(words, word.generation)
      if (generation === this.seenGeneration) this.idle(words)
      else {
        this.seenGeneration = generation
        this.serve(words)
      }
    }
  }

  /** Whether the thread is in the middle of a job. */
  get isInside(): boolean {
    return this.inside
  }

  private install(installation: KernelInstallation): void {
    this.kernels.set(installation.slot, instantiateKernel(installation, this.start.worker + 1))
  }

  private idle(words: Int32Array): void {
    if (spinWhile(words, word.generation, this.seenGeneration, this.start.spinUs)) return
    Atomics.add(words, word.sleepers, 1)
    if (Atomics.load(words, word.mail) === this.seenMail)
      Atomics.wait(words, word.generation, this.seenGeneration)
    Atomics.sub(words, word.sleepers, 1)
  }

  private serve(words: Int32Array): void {
    this.inside = true
    if ((Atomics.add(words, word.gate, 1) & closedBit) === 0) {
      // Inside the gate the job words belong to the present generation, whichever it was outside.
      this.seenGeneration = Atomics.load(words, word.generation)
      const kernel = this.kernels.get(words[word.slot]!)
      if (kernel && (!this.start.spare || words[word.watched])) this.takeChunks(words, kernel)
    }
    // Whoever finds the gate closed behind it may be the one the caller sleeps for.
    if (Atomics.sub(words, word.gate, 1) & closedBit) Atomics.notify(words, word.gate)
    this.inside = false
  }

  private takeChunks(words: Int32Array, kernel: KernelInstance): void {
    const { buffers } = kernel
    buffers.length = words[word.argumentCount]!
    for (let index = 0; index < buffers.length; index++) buffers[index] = words[word.arguments + index]!
    const onTrap = (error: unknown) => this.reportTrap(words, kernel, error)
    const finished = runChunks(this.control, kernel, buffers, onTrap)
    if (finished > 0) Atomics.add(words, word.done, finished)
    if (words[word.watched]) Atomics.notify(words, word.done)
  }

  private reportTrap(words: Int32Array, kernel: KernelInstance, error: unknown): void {
    const at = reportWord(this.start.worker)
    const bytes = new TextEncoder().encode(describeError(error)).subarray(0, maximumReportText)
    words[at + report.iteration] = kernel.iteration.value
    words[at + report.textBytes] = bytes.length
    new Uint8Array(words.buffer, 4 * (at + report.text), bytes.length).set(bytes)
    Atomics.store(words, at + report.isSet, 1)
    kernel.resetStack()
  }
}

/**
 * Takes chunks of the published job until none is left or one trapped; returns how many it finished.
 * Chunks are numbered, so that the arithmetic holds up to 2^32 − 1 iterations.
 */
export function runChunks(
  control: ControlBlock,
  kernel: KernelInstance,
  buffers: readonly number[],
  onTrap: (error: unknown) => void,
): number {
  const { words } = control
  const chunks = words[word.chunks]! >>> 0
  const chunkSize = words[word.chunkSize]! >>> 0
  const iterations = words[word.iterations]! >>> 0
  const blockSize = words[word.blockSize]!
  const { run } = kernel
  if (words[word.globalCount]) setGlobals(kernel, control, words[word.globalCount]!)
  let finished = 0
  try {
    for (;;) {
      const chunk = Atomics.add(words, word.cursor, 1) >>> 0
      if (chunk >= chunks) return finished
      const begin = chunk * chunkSize
      run(begin, Math.min(begin + chunkSize, iterations), iterations, blockSize, ...buffers)
      finished++
    }
  } catch (error) {
    // A stored cursor is safe: it only ends the handing out.
    Atomics.store(words, word.cursor, chunks | 0)
    Atomics.store(words, word.trapped, 1)
    onTrap(error)
    return finished
  }
}

/** Called when a worker's thread is about to end: tells a caller that waits for it. */
export function announceDeath(control: SharedArrayBuffer, inside: boolean): void {
  const { words } = viewControlBlock(control)
  if (inside) Atomics.store(words, word.lost, 1)
  Atomics.add(words, word.deaths, 1)
  for (const index of [word.gate, word.done, word.ready]) Atomics.notify(words, index)
}

/** Message and stack in one text; both are needed to find cause and place. */
export function describeError(error: unknown): string {
  if (error instanceof WebAssembly.Exception) return 'Exception\nwasm exception\n'
  if (!(error instanceof Error)) return String(error)
  return `${error.name}\n${error.message}\n${error.stack ?? ''}`
}
