import {
  type CopyListener,
  CopyResult,
  type ReadableStream,
  type Reclaimable,
  type Store,
  toTrapError,
  type WritableBuffer,
} from '@weft/abi'
import { ResourceError } from './errors.js'
import { HostStream } from './host-stream.js'

/** A buffer of the host that counts the elements in it. */
export type HostBuffer = WritableBuffer & { readonly progress: number }

/**
 * The host's end of a stream: copies straight into the buffers it is given, one at a time, the others wait in line.
 * Nothing is taken from the writer that was not asked for. Specification: Stream State.
 */
export class StreamPort implements CopyListener {
  readonly #store: Store
  /** Undefined: nothing more to read; the writer has gone, or this end was closed or given away. */
  #shared: ReadableStream | undefined
  #buffer: HostBuffer | undefined = undefined
  #resolve: ((count: number) => void) | undefined = undefined
  #reject: ((error: unknown) => void) | undefined = undefined
  #partial: Reclaimable | undefined = undefined
  #count = 0
  #error: unknown = undefined
  readonly #line: (() => void)[] = []
  #forgotten = false
  #last = false

  constructor(store: Store, shared: ReadableStream) {
    this.#store = store
    this.#shared = shared
    // Whoever holds a readable end may read at any time: its writer is not deadlocked.
    store.host_began()
    store.calls.add(this)
  }

  get ended(): boolean {
    return this.#shared === undefined
  }

  /** Elements that a writer waits with; undefined if that is not known. */
  get held(): number | undefined {
    return this.#shared?.held?.()
  }

  /**
   * Resolves to the number of elements that were copied: at least one unless the stream has ended or `buffer` is empty.
   * `last`: nothing is read after it, which the writer is told with what it wrote.
   */
  read(buffer: HostBuffer, last = false): Promise<number> {
    if (this.#buffer === undefined && this.#line.length === 0) return this.#start(buffer, last)
    return new Promise((resolve) => this.#line.push(() => resolve(this.#start(buffer, last))))
  }

  #start(buffer: HostBuffer, last: boolean): Promise<number> {
    if (this.#shared === undefined) return this.#atEnd()
    this.#last = last
    this.#buffer = buffer
    try {
      this.#shared.read(undefined, buffer, this)
    } catch (error) {
      this.fail(toTrapError(error, {}))
      return this.#atEnd()
    }
    if (this.#buffer === undefined) return Promise.resolve(this.#count)
    return new Promise(this.#wait)
  }

  /** Why the writer ended is told once. */
  #atEnd(): Promise<number> {
    const error = this.#error
    this.#error = undefined
    this.#callNext()
    return error === undefined ? Promise.resolve(0) : Promise.reject(error)
  }

  readonly #wait = (resolve: (count: number) => void, reject: (error: unknown) => void): void => {
    this.#resolve = resolve
    this.#reject = reject
  }

  onCopy(stream: Reclaimable): void {
    const scheduled = this.#partial !== undefined
    this.#partial = stream
    if (this.#buffer!.remain() === 0) this.#takePartial()
    // What the writer has more in this turn goes into the same buffer.
    else if (!scheduled) queueMicrotask(this.#takePartial)
  }

  readonly #takePartial = (): void => {
    if (this.#partial === undefined) return
    this.#partial.reclaim()
    this.#finish()
  }

  onCopyDone(result: CopyResult): void {
    // A trap has failed the read before; its instance is disposed of now.
    if (this.#buffer === undefined) return
    if (result === CopyResult.DROPPED) this.#end(true)
    this.#finish()
  }

  #finish(): void {
    this.#count = this.#buffer!.progress
    const resolve = this.#settle()
    resolve?.(this.#count)
    if (this.#forgotten || this.#last) this.close()
  }

  /** The read that is under way is over. */
  #settle(): ((count: number) => void) | undefined {
    const resolve = this.#resolve
    this.#buffer = undefined
    this.#partial = undefined
    this.#resolve = undefined
    this.#reject = undefined
    this.#callNext()
    return resolve
  }

  #callNext(): void {
    if (this.#line.length > 0) queueMicrotask(() => this.#line.shift()?.())
  }

  /** A trap ended the writer: the read that is under way rejects, or the next one. */
  fail(error: unknown): void {
    const reject = this.#reject
    if (reject === undefined) this.#error = error
    this.#end(false)
    this.#settle()
    reject?.(error)
  }

  poison(error: unknown): void {
    this.fail(error)
  }

  /** Ends a read that is under way with what it has got, and tells the writer that nobody reads any more. */
  close(): void {
    if (this.#buffer !== undefined) this.#shared?.cancel()
    this.#end(true)
  }

  /** Nobody can start a read any more: closes after the one that is under way. */
  drop(): void {
    this.#forgotten = true
    if (this.#buffer === undefined) this.close()
  }

  /** Gives the stream away. */
  release(): ReadableStream {
    const shared = this.#shared
    if (shared === undefined) throw new ResourceError('the stream has ended, was closed or was given away')
    if (this.#buffer !== undefined) throw new ResourceError('a stream cannot be given away while it is read')
    this.#end(false)
    return shared
  }

  /** Gives the host's own source back, if there is one that nobody has read from. */
  takeSource(accepts: (source: unknown) => boolean): unknown {
    const shared = this.#shared
    if (!(shared instanceof HostStream) || this.#buffer !== undefined) return undefined
    const source = shared.takeSource(accepts)
    if (source !== undefined) this.#end(false)
    return source
  }

  #end(drop: boolean): void {
    const shared = this.#shared
    if (shared === undefined) return
    this.#shared = undefined
    this.#store.calls.delete(this)
    if (drop) shared.drop()
    this.#store.host_ended()
  }
}
