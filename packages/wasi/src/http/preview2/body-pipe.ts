import { BytePipe } from '../../host/byte-pipe.js'
import { closed } from '../../host/byte-sink.js'
import { type ByteSource, isByteSource } from '../http-types.js'

/**
 * A body that a guest of WASI 0.2 writes, for whoever sends it. What the guest writes is there at once, and is flushed
 * when there is room for more: a guest may write a short body before it hands over its message, and wait for the flush.
 */
export class BodyPipe extends BytePipe implements ByteSource {
  readonly [isByteSource] = true
  /** All that was written. */
  bytes = 0
  readonly #maximum: number
  readonly #excess: (bytes: number) => unknown

  /** `excess` is called if there are more bytes than `maximum`, and gives the error of the write. */
  constructor(maximum: number, excess: (bytes: number) => unknown) {
    super()
    this.#maximum = maximum
    this.#excess = excess
  }

  override write(bytes: Uint8Array): void {
    if (this.error !== undefined) return
    this.bytes += bytes.length
    if (this.bytes > this.#maximum) this.fail(this.#excess(this.bytes))
    else super.write(bytes)
  }

  override flush(): Promise<void> | undefined {
    return this.room > 0 || this.error !== undefined ? undefined : this.writable()
  }

  return(): void {
    this.fail(closed)
  }

  [Symbol.asyncIterator](): this {
    return this
  }
}
