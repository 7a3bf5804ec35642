import type { Readable } from 'node:stream'
import type { ByteSource, SourceEnd } from '../host/byte-source.js'

const events = ['readable', 'end', 'close', 'error'] as const

/** Reads a stream of Node, which is opened when a guest first reads. */
export class NodeSource implements ByteSource, Disposable {
  readonly #open: () => Readable
  #stream: Readable | undefined
  #rest: Uint8Array | undefined
  #waiting: PromiseWithResolvers<void> | undefined

  constructor(open: () => Readable) {
    this.#open = open
  }

  take(maximum: number): Uint8Array | undefined {
    if (maximum === 0 || !this.available) return undefined
    const bytes = this.#rest!
    this.#rest = bytes.length > maximum ? bytes.subarray(maximum) : undefined
    return bytes.subarray(0, maximum)
  }

  get available(): boolean {
    this.#rest ??= toBytes(this.#opened().read())
    return this.#rest !== undefined
  }

  get over(): SourceEnd | undefined {
    if (this.#rest) return undefined
    const { errored, readableEnded, destroyed } = this.#opened()
    if (errored) return { error: errored }
    return readableEnded || destroyed ? {} : undefined
  }

  async ready(): Promise<void> {
    while (!this.available && this.over === undefined) {
      this.#waiting ??= Promise.withResolvers()
      await this.#waiting.promise
    }
  }

  /** Stops reading; who waits is not told, and the stream keeps no process alive. */
  [Symbol.dispose](): void {
    const stream = this.#stream
    if (stream === undefined) return
    // A failure is told in a later turn than it is seen; nobody else may listen.
    for (const event of events) if (event !== 'error' || !stream.errored) stream.off(event, this.#happened)
    stream.pause()
    if ('unref' in stream && typeof stream.unref === 'function') stream.unref()
  }

  #opened(): Readable {
    if (this.#stream === undefined) {
      this.#stream = this.#open()
      for (const event of events) this.#stream.on(event, this.#happened)
    }
    return this.#stream
  }

  readonly #happened = (): void => {
    this.#waiting?.resolve()
    this.#waiting = undefined
  }
}

/** Of a stream that was told an encoding, text. */
function toBytes(chunk: unknown): Uint8Array | undefined {
  if (typeof chunk === 'string') return Buffer.from(chunk)
  return chunk instanceof Uint8Array ? chunk : undefined
}
