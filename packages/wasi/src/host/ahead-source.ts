import { type ByteSource, regularEnd, type SourceEnd } from './byte-source.js'
import { Signal } from './signal.js'

/** A source that reads one chunk ahead of the guest, from when the guest first looks at it. */
export abstract class AheadSource implements ByteSource {
  #chunk: Uint8Array | undefined = undefined
  #over: SourceEnd | undefined = undefined
  #isReading = false
  readonly #signal = new Signal()

  /** Resolves to the next chunk, or to how the source ends. */
  protected abstract next(): Promise<Uint8Array | SourceEnd>

  /** Called once, when it is over. */
  protected abstract release(): void

  take(maximum: number): Uint8Array | undefined {
    this.#read()
    const chunk = this.#chunk
    if (chunk === undefined || maximum === 0) return undefined
    this.#chunk = chunk.length > maximum ? chunk.subarray(maximum) : undefined
    return chunk.subarray(0, maximum)
  }

  get available(): boolean {
    this.#read()
    return this.#chunk !== undefined
  }

  get over(): SourceEnd | undefined {
    return this.#over
  }

  async ready(): Promise<void> {
    while (!this.available && this.#over === undefined) await this.#signal.changed
  }

  /** Nobody reads any more. */
  close(): void {
    this.#chunk = undefined
    this.end(regularEnd)
  }

  protected end(how: SourceEnd): void {
    if (this.#over !== undefined) return
    this.#over = how
    this.release()
    this.#signal.tell()
  }

  #read(): void {
    if (this.#chunk !== undefined || this.#over !== undefined || this.#isReading) return
    this.#isReading = true
    this.#fill()
      .catch((error: unknown) => this.end({ error }))
      .finally(() => {
        this.#isReading = false
        this.#signal.tell()
      })
  }

  async #fill(): Promise<void> {
    while (this.#chunk === undefined && this.#over === undefined) {
      const next = await this.next()
      if (!(next instanceof Uint8Array)) this.end(next)
      else if (next.length > 0 && this.#over === undefined) this.#chunk = next
    }
  }
}
