import { TrapError } from '@weft/core'
import { type ByteSink, roomBytes } from '../host/byte-sink.js'
import { type InputStream, streamError } from './input-stream.js'
import { Pollable } from './pollable.js'

/** `wasi:io/streams#output-stream` of WASI 0.2. */
export class OutputStream {
  readonly #sink: ByteSink
  /** So much may be written until the guest asks, or waits, again. */
  #permitted: number = roomBytes

  constructor(sink: ByteSink) {
    this.#sink = sink
  }

  checkWrite(): bigint {
    this.#check()
    this.#permitted = this.#sink.room
    return BigInt(this.#permitted)
  }

  /** What is more than `check-write` has permitted is a trap: nothing else keeps it from filling this process. */
  write(bytes: Uint8Array): void {
    this.#check()
    this.#permitted -= bytes.length
    if (this.#permitted < 0)
      throw new TrapError('a guest writes more than check-write has permitted, and does not wait for room')
    this.#write(bytes)
  }

  blockingWriteAndFlush(bytes: Uint8Array): undefined | Promise<void> {
    this.#write(bytes)
    return this.blockingFlush()
  }

  /** Bytes leave as soon as they can. */
  flush(): void {
    this.#check()
  }

  blockingFlush(): undefined | Promise<void> {
    const flushed = this.#sink.flush()
    if (flushed) return flushed.then(() => this.#flushed())
    this.#flushed()
    return undefined
  }

  subscribe(): Pollable {
    const sink = this.#sink
    return new Pollable(
      () => sink.room > 0 || sink.error !== undefined,
      () => sink.writable(),
    )
  }

  writeZeroes(length: bigint): void {
    this.write(zeroes(length))
  }

  blockingWriteZeroesAndFlush(length: bigint): undefined | Promise<void> {
    return this.blockingWriteAndFlush(zeroes(length))
  }

  splice(source: InputStream, length: bigint): bigint {
    const room = this.checkWrite()
    const bytes = source.read(length < room ? length : room)
    this.#write(bytes)
    return BigInt(bytes.length)
  }

  async blockingSplice(source: InputStream, length: bigint): Promise<bigint> {
    await this.#sink.writable()
    const room = this.checkWrite()
    const bytes = await source.blockingRead(length < room ? length : room)
    this.#write(bytes)
    return BigInt(bytes.length)
  }

  #write(bytes: Uint8Array): void {
    this.#check()
    if (bytes.length > 0) this.#sink.write(bytes)
    this.#check()
  }

  #flushed(): void {
    this.#check()
    this.#permitted = roomBytes
  }

  #check(): void {
    if (this.#sink.error !== undefined) throw streamError(this.#sink.error)
  }
}

/** What asks for more than `check-write` ever allows is a trap: it may be more than this process has. */
function zeroes(length: bigint): Uint8Array {
  if (length > roomBytes)
    throw new TrapError(`a guest writes ${length} zeroes at once; check-write allows ${roomBytes} at most`)
  return new Uint8Array(Number(length))
}
