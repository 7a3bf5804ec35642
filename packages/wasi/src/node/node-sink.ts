import type { Writable } from 'node:stream'
import { type ByteSink, roomBytes } from '../host/byte-sink.js'

/** Writes to a stream of Node, which is opened when a guest first writes. */
export class NodeSink implements ByteSink, Disposable {
  readonly #open: () => Writable
  #opened: Writable | undefined
  #error: unknown
  #waiting: PromiseWithResolvers<void> | undefined

  constructor(open: () => Writable) {
    this.#open = open
  }

  get #stream(): Writable {
    this.#opened ??= this.#open().on('error', this.#failed)
    return this.#opened
  }

  get error(): unknown {
    const { errored, writable } = this.#stream
    if (this.#error === undefined && errored) this.#error = errored
    if (this.#error === undefined && !writable)
      this.#error = Object.assign(new TypeError('the stream was closed'), { code: 'EPIPE' })
    return this.#error
  }

  get room(): number {
    return this.#stream.writableNeedDrain ? 0 : roomBytes
  }

  write(bytes: Uint8Array): void {
    if (this.error === undefined) this.#stream.write(bytes, this.#happened)
  }

  async writable(): Promise<void> {
    while (this.room === 0 && this.error === undefined) await this.#next()
  }

  flush(): Promise<void> | undefined {
    return this.#isFlushed() ? undefined : this.#whenFlushed()
  }

  [Symbol.dispose](): void {
    // A failure is told in a later turn than it is seen; nobody else may listen.
    if (!this.#opened?.errored) this.#opened?.off('error', this.#failed)
  }

  #isFlushed(): boolean {
    const written = this.#opened === undefined || this.#opened.writableLength === 0
    return written || this.error !== undefined
  }

  async #whenFlushed(): Promise<void> {
    while (!this.#isFlushed()) await this.#next()
  }

  #next(): Promise<void> {
    this.#waiting ??= Promise.withResolvers()
    return this.#waiting.promise
  }

  /** A chunk was written: `writableNeedDrain` and `writableLength` say how things stand. */
  readonly #happened = (): void => {
    this.#waiting?.resolve()
    this.#waiting = undefined
  }

  readonly #failed = (error: unknown): void => {
    this.#error ??= error
    this.#happened()
  }
}
