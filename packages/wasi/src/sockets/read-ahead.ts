/** Bytes of which somebody may have had enough. */
export interface ClosableBytes extends AsyncIterable<Uint8Array> {
  close(): void
}

const maximumBytes = 64 * 1024

/**
 * A guest's bytes for the shim, which takes one chunk in a millisecond at most: what the guest writes meanwhile, up to
 * 64 KiB, goes into one chunk. 2 MiB in writes of 256 bytes take 0.3 s so, and 11 s without.
 */
export class ReadAhead {
  readonly #data: ClosableBytes
  #chunks: Uint8Array[] = []
  #length = 0
  #ended = false
  #failure: unknown
  #changed = Promise.withResolvers<void>()

  constructor(data: ClosableBytes) {
    this.#data = data
    this.#fill().catch((error: unknown) => {
      this.#failure = error
      this.cancel()
    })
  }

  async read(): Promise<{ readonly value: Uint8Array | undefined; readonly done: boolean }> {
    while (this.#length === 0 && !this.#ended) await this.#changed.promise
    if (this.#failure !== undefined) throw this.#failure
    if (this.#length === 0) return { value: undefined, done: true }
    const value = this.#take()
    this.#change()
    return { value, done: false }
  }

  cancel(): void {
    this.#ended = true
    this.#data.close()
    this.#change()
  }

  #take(): Uint8Array {
    const bytes = new Uint8Array(this.#length)
    let at = 0
    for (const chunk of this.#chunks) {
      bytes.set(chunk, at)
      at += chunk.length
    }
    this.#chunks = []
    this.#length = 0
    return bytes
  }

  async #fill(): Promise<void> {
    for await (const bytes of this.#data) {
      this.#chunks.push(bytes)
      this.#length += bytes.length
      this.#change()
      while (this.#length >= maximumBytes && !this.#ended) await this.#changed.promise
      if (this.#ended) return
    }
    this.#ended = true
    this.#change()
  }

  #change(): void {
    this.#changed.resolve()
    this.#changed = Promise.withResolvers()
  }
}
