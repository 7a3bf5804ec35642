import { ComponentError } from '@weft/component'
import { closed } from '../host/byte-sink.js'
import type { ByteSource } from '../host/byte-source.js'
import { IoError } from './io-error.js'
import { Pollable } from './pollable.js'

/** The most bytes of one read: what a guest asks for may be its whole memory. */
const mostBytes = 1024 * 1024
const nothing = new Uint8Array()

/** `wasi:io/streams#input-stream` of WASI 0.2. */
export class InputStream {
  readonly #source: ByteSource

  constructor(source: ByteSource) {
    this.#source = source
  }

  read(length: bigint): Uint8Array {
    if (length === 0n) return nothing
    const bytes = this.#source.take(Number(length > mostBytes ? mostBytes : length))
    if (bytes === undefined && this.#source.over) throw streamError(this.#source.over.error)
    return bytes ?? nothing
  }

  blockingRead(length: bigint): Uint8Array | Promise<Uint8Array> {
    const bytes = this.read(length)
    return bytes.length > 0 || length === 0n
      ? bytes
      : this.#source.ready().then(() => this.blockingRead(length))
  }

  skip(length: bigint): bigint {
    return BigInt(this.read(length).length)
  }

  blockingSkip(length: bigint): bigint | Promise<bigint> {
    const bytes = this.blockingRead(length)
    return bytes instanceof Promise ? bytes.then(({ length }) => BigInt(length)) : BigInt(bytes.length)
  }

  subscribe(): Pollable {
    const source = this.#source
    return new Pollable(
      () => source.available || source.over !== undefined,
      () => source.ready(),
    )
  }
}

/** The err of a stream that has ended or failed. */
export function streamError(cause: unknown): ComponentError {
  const payload =
    cause === undefined || cause === closed
      ? { tag: 'closed' }
      : { tag: 'last-operation-failed', val: new IoError(cause) }
  return new ComponentError(payload)
}
