import {
  type ComponentInstance,
  type CopyListener,
  CopyResult,
  isWrongValue,
  type ReadableStream,
  type ValType,
  type WritableBuffer,
} from '@weft/abi'
import { ChunkBuffer } from './chunk-buffer.js'
import { chunkOf, type NumbersClass, numbersClass } from './elements.js'
import { failReader } from './fail-reader.js'
import { isThenable } from './host-future.js'
import type { HostState } from './host-state.js'
import { type Pulled, type StreamSource, streamSource } from './stream-source.js'

/**
 * A stream that the host writes: pulls from its source when a guest reads, and keeps no more than what is left of the
 * last chunk. A source that fails ends the stream; the host is told why. Specification: Stream State.
 */
export class HostStream implements ReadableStream {
  readonly t: ValType | undefined
  readonly #state: HostState
  readonly #numbers: NumbersClass | undefined
  /** What the host gave; undefined once a guest has read. */
  #given: unknown
  #source: StreamSource | undefined
  #chunk: ArrayLike<unknown>
  #position = 0
  #pulling = false
  /** Whether the chunk comes from the source, and not from whoever gave it as a whole. */
  #isPulled = false
  /** The read that is under way. */
  #instance: ComponentInstance | undefined = undefined
  #target: WritableBuffer | undefined = undefined
  #listener: CopyListener | undefined = undefined
  /** Whether a guest waits, which is no deadlock. */
  #awaited = false

  constructor(state: HostState, value: unknown, element: ValType | undefined) {
    this.t = element
    this.#state = state
    this.#numbers = numbersClass(element)
    this.#given = value ?? undefined
    const elements = wholeOf(value, element)
    this.#chunk = elements ?? none
    this.#source = streamSource(elements ? undefined : value)
  }

  /** Elements that are there without asking the source. */
  held(): number {
    return this.#chunk.length - this.#position
  }

  /** What the host gave, if nobody has read from it and `accepts` wants it: the stream has ended then. */
  takeSource(accepts: (source: unknown) => boolean): unknown {
    const given = this.#given
    if (given === undefined || !accepts(given)) return undefined
    this.#source?.release?.()
    this.#end()
    return given
  }

  read(inst: ComponentInstance | undefined, dst: WritableBuffer, listener: CopyListener): void {
    this.#given = undefined
    this.#instance = inst
    this.#target = dst
    this.#listener = listener
    this.#serve()
    if (this.#listener === undefined) return
    this.#awaited = true
    this.#state.store.host_began()
  }

  cancel(): void {
    if (this.#listener) this.#take().onCopyDone(CopyResult.CANCELLED)
  }

  drop(): void {
    const source = this.#source
    const pulled = this.#isPulled && this.held() > 0 ? this.#chunk[this.#position] : undefined
    this.#end()
    if (source) this.#state.guard(() => source.cancel())
    this.#discard(pulled)
  }

  /** Resources that were pulled for a guest, which does not take them any more, are nobody's. */
  #discard(pulled: unknown): void {
    if (this.t?.kind === 'own' && pulled)
      this.#state.guard(() => (pulled as Partial<Disposable>)[Symbol.dispose]?.())
  }

  #end(): void {
    this.#given = undefined
    this.#source = undefined
    this.#chunk = none
    this.#position = 0
  }

  /** Copies what there is, or pulls until there is something. */
  #serve(): void {
    while (this.held() === 0 && this.#source && !this.#pulling) this.#pull(this.#source)
    // The source may have closed the reader that it was pulled for.
    if (!this.#listener) return
    if (this.held() > 0) this.#copy()
    else if (!this.#source) this.#take().onCopyDone(CopyResult.DROPPED)
  }

  #pull(source: StreamSource): void {
    try {
      const pulled = source.pull()
      this.#pulling = isThenable(pulled)
      if (isThenable(pulled)) pulled.then(this.#pulled, this.#rejected)
      else this.#accept(pulled)
    } catch (error) {
      this.#failed(error)
    }
  }

  #accept(pulled: Pulled): void {
    if (pulled.done) this.#end()
    else {
      this.#chunk = chunkOf(pulled.value, this.t)
      this.#isPulled = true
      this.#position = 0
    }
  }

  readonly #pulled = (pulled: Pulled): void => {
    this.#pulling = false
    if (!this.#source) {
      this.#discard(pulled.value)
      return
    }
    try {
      this.#accept(pulled)
    } catch (error) {
      this.#failed(error)
    }
    this.#goOn()
  }

  readonly #rejected = (error: unknown): void => {
    this.#pulling = false
    if (!this.#source) return
    this.#end()
    this.#state.report(error)
    this.#goOn()
  }

  /** Serves a read that waits. What a guest does wrong in it is that guest's trap. */
  #goOn(): void {
    const inst = this.#instance
    const listener = this.#listener
    if (!listener) return
    try {
      this.#serve()
    } catch (error) {
      failReader(this.#state.store, inst, listener, error)
    }
  }

  #failed(error: unknown): void {
    this.#state.report(error)
    this.drop()
  }

  #copy(): void {
    const target = this.#target!
    const count = Math.min(target.remain(), this.held())
    const start = this.#position
    this.#position += count
    const listener = this.#take()
    let result: CopyResult = CopyResult.COMPLETED
    try {
      if (count > 0 && !this.#handOver(target, start, count))
        target.writeValues(this.#chunk, start, count, this.#state.mapping)
    } catch (error) {
      if (!isWrongValue(error)) throw error
      this.#failed(error)
    }
    if (this.held() === 0 && this.#hasEnded()) {
      this.#end()
      result = CopyResult.DROPPED
    }
    listener.onCopyDone(result)
  }

  #hasEnded(): boolean {
    return this.#source === undefined || this.#source.ended?.() === true
  }

  /** From JavaScript to JavaScript: chunks move as they are if nobody else has them. */
  #handOver(target: WritableBuffer, start: number, count: number): boolean {
    if (!this.#numbers || !this.#source?.givesChunks || !(target instanceof ChunkBuffer)) return false
    return target.take(this.#chunk, start, count, this.#numbers)
  }

  /** The read that is under way is over. */
  #take(): CopyListener {
    const listener = this.#listener!
    this.#instance = undefined
    this.#target = undefined
    this.#listener = undefined
    if (this.#awaited) this.#state.store.host_ended()
    this.#awaited = false
    return listener
  }
}

const none: readonly unknown[] = []

/** The elements of a value that is all of them at once: bytes, a typed array, or an array of elements. */
function wholeOf(value: unknown, element: ValType | undefined): ArrayLike<unknown> | undefined {
  const numbers = numbersClass(element) !== undefined
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value))
    return numbers ? chunkOf(value, element) : undefined
  // An array of chunks is read chunk by chunk.
  return Array.isArray(value) && !(numbers && typeof value[0] === 'object') ? value : undefined
}
