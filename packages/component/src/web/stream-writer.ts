import { ResourceError } from '../host/errors.js'

/** A stream for a component, and what writes to it. */
export interface StreamWriter<Chunk> {
  /** To be given to a component, once. */
  readonly stream: AsyncIterable<Chunk>
  /** A write ends when the component has read the chunk and asks for more; it fails when the component reads no more. */
  readonly writable: WritableStream<Chunk>
}

/**
 * The writable direction: what is written or piped to `writable` is what the component reads. One chunk at a time is on its
 * way, so the pace is the component's. `abort` ends the component's stream.
 */
export function createStreamWriter<Chunk = Uint8Array>(): StreamWriter<Chunk> {
  const stream = new Exchange<Chunk>()
  const sink: UnderlyingSink<Chunk> = {
    start: (controller) => stream.start(controller),
    write: (chunk) => stream.write(chunk),
    close: () => stream.close(),
  }
  return { stream, writable: new WritableStream(sink) }
}

type Result<Chunk> = IteratorResult<Chunk, undefined>

/** Hands a chunk at a time from a writer, who waits until it is used, to a reader who asks. */
class Exchange<Chunk> implements AsyncIterableIterator<Chunk, undefined> {
  #controller: WritableStreamDefaultController | undefined = undefined
  /** The reader has asked and waits. */
  #asked: PromiseWithResolvers<Result<Chunk>> | undefined = undefined
  /** The writer has written and waits. */
  #written: PromiseWithResolvers<void> | undefined = undefined
  /** A chunk that no reader has asked for. */
  #offered: Result<Chunk> | undefined = undefined
  #end: Promise<Result<Chunk>> | undefined = undefined

  start(controller: WritableStreamDefaultController): void {
    this.#controller = controller
    // The sink's `abort` would come after the present write only, which the reader may never end.
    controller.signal.addEventListener('abort', () => this.#fail(controller.signal.reason))
  }

  write(chunk: Chunk): Promise<void> {
    const result = { value: chunk, done: false } as const
    this.#written = Promise.withResolvers()
    if (this.#asked) this.#asked.resolve(result)
    else this.#offered = result
    this.#asked = undefined
    return this.#written.promise
  }

  close(): void {
    this.#finish(Promise.resolve({ value: undefined, done: true }))
  }

  async next(): Promise<Result<Chunk>> {
    const offered = this.#offered
    this.#offered = undefined
    if (offered) return offered
    this.#written?.resolve()
    this.#written = undefined
    if (this.#end) return this.#end
    this.#asked = Promise.withResolvers()
    return this.#asked.promise
  }

  async return(): Promise<Result<Chunk>> {
    const gone = new ResourceError('the component reads no more from the stream')
    this.#controller?.error(gone)
    this.#fail(gone)
    return { value: undefined, done: true }
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  #fail(reason: unknown): void {
    const failed = Promise.reject(reason)
    failed.catch(() => undefined)
    this.#finish(failed)
    this.#written?.reject(reason)
    this.#written = undefined
    this.#offered = undefined
  }

  #finish(end: Promise<Result<Chunk>>): void {
    this.#end ??= end
    this.#asked?.resolve(this.#end)
    this.#asked = undefined
  }
}
