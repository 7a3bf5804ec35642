import type { SocketAddress } from '../addresses.js'
import type { UdpSocket } from '../udp-socket.js'
import { asPreview2 } from './error-code.js'

/** As many may be on their way. */
const most = 64

/** The datagrams of a guest that are on their way to a socket. */
export class Outbox {
  readonly #socket: UdpSocket
  readonly #sending = new Set<Promise<void>>()
  #failure: unknown = undefined

  constructor(socket: UdpSocket) {
    this.#socket = socket
  }

  /** How many more may be sent. @throws ComponentError once, if sending failed */
  get room(): number {
    const failure = this.#failure
    this.#failure = undefined
    if (failure !== undefined) throw failure
    return most - this.#sending.size
  }

  get isReady(): boolean {
    return this.#failure !== undefined || this.#sending.size < most
  }

  send(data: Uint8Array, address: SocketAddress | undefined): void {
    const sending = this.#socket
      .send(data, address)
      .catch((error: unknown) => {
        this.#failure ??= asPreview2(error)
      })
      .finally(() => this.#sending.delete(sending))
    this.#sending.add(sending)
  }

  /** Resolves when one of them has left. */
  async changed(): Promise<void> {
    await Promise.race(this.#sending)
  }

  /** Resolves when all of them have left. */
  async close(): Promise<void> {
    await Promise.all(this.#sending)
  }
}
