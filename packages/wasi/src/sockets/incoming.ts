import type { Socket } from 'node:net'
import { Signal } from '../host/signal.js'
import { socketErrorOf } from './socket-error.js'

/** So much is taken from the system before the guest asks for it. */
const aheadBytes = 64 * 1024

/** What `receive` gives: the bytes, and how they ended. */
export type Received = readonly [{ read(): Promise<Uint8Array | null>; cancel(): void }, PromiseLike<unknown>]

/** What a peer sends. Node forgets what has arrived when something cannot be sent, so it is taken from Node at once. */
export class Incoming {
  readonly #socket: Socket
  readonly #outcome = Promise.withResolvers<void>()
  #chunks: Uint8Array[] = []
  #held = 0
  /** How it ended. */
  #end: { readonly error: unknown } | undefined = undefined
  readonly #signal = new Signal()
  #isDropped = false
  readonly #release: () => void

  /** Calls `release` when nothing more is expected of the socket; `reason` is why it was closed early. */
  constructor(socket: Socket, reason: () => unknown, release: () => void) {
    this.#socket = socket
    this.#release = release
    // Nobody has to look at it.
    this.#outcome.promise.catch(() => undefined)
    socket.on('data', (bytes: Uint8Array) => this.#arrived(bytes))
    socket.once('end', () => this.#over(undefined))
    socket.once('close', () => this.#over(reason()))
    if (socket.destroyed) this.#over(reason())
    socket.resume()
  }

  received(): Received {
    return [{ read: () => this.#read(), cancel: () => this.#drop() }, this.#outcome.promise]
  }

  async #read(): Promise<Uint8Array | null> {
    while (this.#chunks.length === 0 && this.#end === undefined) await this.#signal.changed
    const bytes = this.#chunks.shift()
    if (bytes !== undefined) {
      this.#held -= bytes.length
      if (this.#held < aheadBytes) this.#socket.resume()
      return bytes
    }
    const error = this.#end?.error
    if (error === undefined) this.#outcome.resolve()
    else this.#outcome.reject(socketErrorOf(error))
    return null
  }

  #arrived(bytes: Uint8Array): void {
    if (this.#isDropped) return
    this.#chunks.push(bytes)
    this.#held += bytes.length
    if (this.#held >= aheadBytes) this.#socket.pause()
    this.#signal.tell()
  }

  /** What comes now is dropped, so that the peer is not held up. */
  #drop(): void {
    this.#isDropped = true
    this.#chunks = []
    this.#outcome.resolve()
    this.#socket.resume()
    this.#over(undefined)
  }

  #over(error: unknown): void {
    if (this.#end !== undefined) return
    this.#end = { error }
    this.#signal.tell()
    this.#release()
  }
}
