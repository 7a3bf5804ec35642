import { type ByteSink, roomBytes } from '../host/byte-sink.js'

/** Writes to a WHATWG stream. */
export class WebSink implements ByteSink, Disposable {
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>
  #error: unknown
  /** The last chunk's. */
  #written: Promise<void> | undefined

  constructor(stream: WritableStream<Uint8Array>) {
    this.#writer = stream.getWriter()
    this.#writer.closed.catch(this.#failed)
  }

  get error(): unknown {
    return this.#error
  }

  get room(): number {
    return this.#error !== undefined || (this.#writer.desiredSize ?? 0) > 0 ? roomBytes : 0
  }

  write(bytes: Uint8Array): void {
    const written = this.#writer.write(bytes).catch(this.#failed)
    this.#written = written
    written.finally(() => {
      if (this.#written === written) this.#written = undefined
    })
  }

  async writable(): Promise<void> {
    await this.#writer.ready.catch(this.#failed)
  }

  flush(): Promise<void> | undefined {
    return this.#written
  }

  [Symbol.dispose](): void {
    this.#writer.releaseLock()
  }

  readonly #failed = (error: unknown): void => {
    this.#error ??= error ?? new TypeError('the stream was closed')
  }
}
