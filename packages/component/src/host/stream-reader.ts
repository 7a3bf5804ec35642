import {
  type Numbers,
  type ReadableStream,
  type Store,
  sameType,
  type ValType,
  WritableArrayHostImpl,
  WritableValuesHostImpl,
} from '@weft/abi'
import { ChunkBuffer } from './chunk-buffer.js'
import { type NumbersClass, numbersClass } from './elements.js'
import type { ForgettableEntry } from './forgotten-handles.js'
import type { HostState } from './host-state.js'
import { StreamPort } from './stream-port.js'

/** Bytes that are asked for at a time where the caller says no number, and the most for one chunk. */
const defaultChunkBytes = 64 * 1024
const maximumChunkBytes = 1024 * 1024
const maximumChunkValues = 64 * 1024

export interface ReadOptions {
  /** The most elements to read; the result's value is then a chunk. */
  readonly count?: number | undefined
  /** If the writer holds more elements than this, nothing is read and the result has `rejectedLength`. */
  readonly rejectLength?: number | undefined
  /** Closes the stream after this read; the writer is told with what it wrote. */
  readonly dropAfterCopy?: boolean | undefined
}

export interface ReadResult<Value> {
  readonly value: Value | undefined
  /** The stream has ended, and there is no value. */
  readonly done: boolean
  readonly rejectedLength?: number
}

/** Several elements: a typed array of numbers, an array of other types. */
export type StreamChunk<Element> = Numbers | Element[]

const ended = { value: undefined, done: true } as const

/**
 * A component's stream, read by JavaScript. Iteration gives numbers in chunks (typed arrays with what is there, up to
 * 64 KiB) and other elements one by one: `Item`. Nothing is read ahead, so writers feel the reader's pace. Reads reject
 * with a `TrapError` if the writer traps.
 */
export class StreamReader<Element = unknown, Item = Element>
  implements AsyncIterableIterator<Item, undefined>, Disposable
{
  readonly #state: HostState
  readonly #entry: ForgettableEntry
  readonly #port: StreamPort
  readonly #element: ValType | undefined
  readonly #numbers: NumbersClass | undefined
  /** An array that was filled less than half, for the next chunk. */
  #spare: Numbers | undefined

  constructor(state: HostState, shared: ReadableStream, element: ValType | undefined) {
    this.#state = state
    this.#element = element
    this.#numbers = numbersClass(element)
    this.#port = new StreamPort(state.store, shared)
    this.#entry = state.forgotten.register(this, this.#port)
  }

  /** The kind of type that the elements have, such as `u8`; undefined if they carry nothing. */
  get elementKind(): ValType['kind'] | undefined {
    return this.#element?.kind
  }

  /** Reads one element. */
  read(): Promise<ReadResult<Element>>
  /** Reads a chunk of `count` elements at most, or one element if there is no `count`. */
  read(options: ReadOptions): Promise<ReadResult<StreamChunk<Element> | Element>>
  async read({ count, rejectLength, dropAfterCopy }: ReadOptions = {}): Promise<ReadResult<unknown>> {
    const rejectedLength = rejectLength === undefined ? 0 : await this.#measure(rejectLength)
    if (rejectedLength > 0) return { value: undefined, done: false, rejectedLength }
    const result = await (count === undefined
      ? this.#readOne(dropAfterCopy)
      : this.#readChunk(count, dropAfterCopy))
    if (dropAfterCopy) this.close()
    return result
  }

  /**
   * Reads numbers into `target` and resolves to how many, 0 at the end. The bytes go from the writer's memory into
   * `target` and nowhere else; `target` must not be used before the promise has settled.
   * @throws TypeError if `target` is no array for this stream's elements, such as a `Uint8Array` for `stream<u8>`
   */
  readInto(target: Numbers): Promise<number> {
    const buffer = new WritableArrayHostImpl(this.#element, target)
    return target.length === 0 ? Promise.resolve(0) : this.#port.read(buffer)
  }

  /**
   * Where components only pass on what JavaScript gave (a `ReadableStream`, an iterable, bytes, …): that value itself, so
   * that it needs not go through here. Undefined, and nothing changes, if it comes from a component, was read from, or if
   * `accepts` does not want it. Else this stream has ended.
   */
  takeSource(accepts: (source: unknown) => boolean = () => true): unknown {
    const source = this.#port.takeSource(accepts)
    if (source !== undefined) this.#state.forgotten.unregister(this.#entry)
    return source
  }

  /** Ends the stream: a read that is under way resolves, and the writer is told. Components get no reasons. */
  async cancel(_reason?: unknown): Promise<void> {
    this.close()
  }

  close(): void {
    this.#port.close()
    this.#state.forgotten.unregister(this.#entry)
  }

  [Symbol.dispose](): void {
    this.close()
  }

  next(): Promise<IteratorResult<Item, undefined>> {
    const result = this.#numbers
      ? this.#readChunk(defaultChunkBytes / this.#numbers.BYTES_PER_ELEMENT)
      : this.#readOne()
    return result as Promise<IteratorResult<Item, undefined>>
  }

  async return(): Promise<IteratorResult<Item, undefined>> {
    this.close()
    return ended
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  /** The stream itself, to be given to a component; for one of another store a new reader of it. */
  release(element: ValType | undefined, store: Store): ReadableStream | StreamReader {
    if (!sameType(element, this.#element)) throw new TypeError('the stream has elements of another type')
    const shared = this.#port.release()
    this.#state.forgotten.unregister(this.#entry)
    return store === this.#state.store ? shared : new StreamReader(this.#state, shared, element)
  }

  /** How many elements the writer holds, if they are more than the limit. */
  async #measure(limit: number): Promise<number> {
    while (!this.#port.ended) {
      await this.#port.read(new WritableValuesHostImpl(this.#element, 0, this.#state.mapping))
      const { held } = this.#port
      if (held === undefined || (held > 0 && held <= limit)) break
      if (held > limit) return held
    }
    return 0
  }

  async #readOne(last = false): Promise<ReadResult<unknown>> {
    const buffer = new WritableValuesHostImpl(this.#element, 1, this.#state.mapping)
    const count = await this.#port.read(buffer, last)
    return count === 0 ? ended : { value: buffer.values[0], done: false }
  }

  async #readChunk(count: number, last = false): Promise<ReadResult<unknown>> {
    if (this.#numbers) return this.#readNumbers(count, this.#numbers, last)
    const buffer = new WritableValuesHostImpl(
      this.#element,
      Math.min(count, maximumChunkValues),
      this.#state.mapping,
    )
    const copied = await this.#port.read(buffer, last)
    return copied === 0 && (buffer.length > 0 || this.#port.ended)
      ? ended
      : { value: buffer.values, done: false }
  }

  async #readNumbers(count: number, NumbersClass: NumbersClass, last: boolean): Promise<ReadResult<Numbers>> {
    const length = Math.min(count, maximumChunkBytes / NumbersClass.BYTES_PER_ELEMENT)
    const buffer = new ChunkBuffer(this.#element, length, (most) => this.#array(most, NumbersClass))
    const copied = await this.#port.read(buffer, last)
    if (copied === 0 && (length > 0 || this.#port.ended)) return ended
    const array = buffer.given ?? buffer.array ?? this.#array(0, NumbersClass)
    if (buffer.given !== undefined || copied * 2 >= array.length)
      return { value: array.subarray(0, copied), done: false }
    this.#spare = array
    return { value: array.slice(0, copied), done: false }
  }

  #array(length: number, NumbersClass: NumbersClass): Numbers {
    const spare = this.#spare
    this.#spare = undefined
    if (spare?.length === length) return spare
    return new NumbersClass(new ArrayBuffer(length * NumbersClass.BYTES_PER_ELEMENT))
  }
}
