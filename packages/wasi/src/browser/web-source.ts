import type { ByteSource, SourceEnd } from '../host/byte-source.js'

/** Reads a WHATWG stream, one chunk ahead at most. */
export class WebSource implements ByteSource, Disposable {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  #rest: Uint8Array | undefined
  #over: SourceEnd | undefined
  #reading: Promise<void> | undefined

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader()
  }

  take(maximum: number): Uint8Array | undefined {
    const bytes = this.#rest
    if (bytes === undefined || maximum === 0) return undefined
    this.#rest = bytes.length > maximum ? bytes.subarray(maximum) : undefined
    return bytes.subarray(0, maximum)
  }

  get available(): boolean {
    return this.#rest !== undefined
  }

  get over(): SourceEnd | undefined {
    return this.#rest ? undefined : this.#over
  }

  async ready(): Promise<void> {
    while (!this.available && this.over === undefined) {
      this.#reading ??= this.#read()
      await this.#reading
    }
  }

  [Symbol.dispose](): void {
    this.#reader.releaseLock()
  }

  async #read(): Promise<void> {
    try {
      const { value, done } = await this.#reader.read()
      if (done) this.#over = {}
      else if (value.length > 0) this.#rest = value
    } catch (error) {
      this.#over = { error }
    }
    this.#reading = undefined
  }
}
