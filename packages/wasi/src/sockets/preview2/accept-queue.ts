import type { TcpSocket } from '../tcp-socket.js'
import { Attempt } from './attempt.js'
import { socketError2 } from './error-code.js'

interface Accepted {
  read(): Promise<TcpSocket | null>
}

/** The connections that a listener got, one of them ahead of the guest. */
export class AcceptQueue {
  readonly #accepted: Accepted
  #next: Attempt<TcpSocket | null>

  constructor(accepted: Accepted) {
    this.#accepted = accepted
    this.#next = new Attempt(accepted.read())
  }

  get next(): Pick<Attempt<unknown>, 'isSettled' | 'settled'> {
    return this.#next
  }

  /** @throws ComponentError: `would-block` if there is none */
  take(): TcpSocket {
    const socket = this.#next.get()
    if (socket === null) throw socketError2('connection-aborted')
    this.#next = new Attempt(this.#accepted.read())
    return socket
  }

  /** Closes the connections that nobody takes, now that the listener is closed. */
  async close(): Promise<void> {
    let attempt = this.#next
    for (;;) {
      await attempt.settled
      const socket = attempt.get()
      if (socket === null) return
      socket[Symbol.dispose]()
      attempt = new Attempt(this.#accepted.read())
    }
  }
}
