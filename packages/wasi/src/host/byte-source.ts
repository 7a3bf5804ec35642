/** Where a guest reads bytes from: standard input, a file. Nothing is read ahead for it. */
export interface ByteSource {
  /** Up to `maximum` bytes that are there, at least one; undefined if none are there now. */
  take(maximum: number): Uint8Array | undefined
  /** Whether `take` would give bytes. */
  readonly available: boolean
  /** Set once there will be no more bytes than `take` gives: the end, or a failure. */
  readonly over: SourceEnd | undefined
  /** Resolves once `take` gives bytes or the source is over. */
  ready(): Promise<void>
}

export interface SourceEnd {
  /** Why the source failed; undefined at its regular end. */
  readonly error?: unknown
}

/** How a source ends that does not fail. */
export const regularEnd: SourceEnd = {}

/** Bytes that are all there. */
export class BytesSource implements ByteSource {
  #bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  take(maximum: number): Uint8Array | undefined {
    if (this.#bytes.length === 0 || maximum === 0) return undefined
    const taken = this.#bytes.subarray(0, maximum)
    this.#bytes = this.#bytes.subarray(maximum)
    return taken
  }

  get available(): boolean {
    return this.#bytes.length > 0
  }

  get over(): SourceEnd | undefined {
    return this.#bytes.length === 0 ? regularEnd : undefined
  }

  async ready(): Promise<void> {}
}
