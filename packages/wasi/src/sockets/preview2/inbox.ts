import { Signal } from '../../host/signal.js'
import type { Datagram, UdpSocket } from '../udp-socket.js'
import { asPreview2 } from './error-code.js'

/** As many are taken from the socket before the guest takes them. */
const most = 64

/** The datagrams that came to a socket and that the guest has not taken. */
export class Inbox {
  readonly #socket: UdpSocket
  #datagrams: Datagram[] = []
  #failure: unknown = undefined
  /** Resolves when no more are taken from the socket. */
  #filling: Promise<void> | undefined = undefined
  readonly #signal = new Signal()

  constructor(socket: UdpSocket) {
    this.#socket = socket
  }

  get isReady(): boolean {
    this.#fill()
    return this.#datagrams.length > 0 || this.#failure !== undefined
  }

  /** Resolves when there may be more. */
  changed(): Promise<void> {
    return this.#signal.changed
  }

  /** Up to `maximum` of them. @throws ComponentError once, if receiving failed */
  take(maximum: number): readonly Datagram[] {
    const failure = this.#failure
    const taken = this.#datagrams.splice(0, maximum)
    if (taken.length === 0) this.#failure = undefined
    this.#fill()
    if (taken.length === 0 && failure !== undefined) throw failure
    return taken
  }

  #fill(): void {
    if (this.#filling !== undefined || this.#failure !== undefined) return
    this.#filling = this.#receive().finally(() => {
      this.#filling = undefined
      this.#signal.tell()
    })
  }

  async #receive(): Promise<void> {
    try {
      while (this.#datagrams.length < most) {
        this.#datagrams.push(await this.#socket.receive())
        this.#signal.tell()
      }
    } catch (error) {
      this.#failure = asPreview2(error)
    }
  }
}
