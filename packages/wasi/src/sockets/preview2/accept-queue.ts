import type { TcpSocket } from '../tcp-socket.js'
import { Attempt } from './attempt.js'
import { socketError2 } from './error-code.js'

interface Accepted {
  read(): Promise<TcpSocket | null>
  cancel(): void
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

  /** The connections that nobody takes are closed. */
  close(): void {
    this.#next.settled.then(() => this.#next.get()?.[Symbol.dispose]())
    this.#accepted.cancel()
  }
}
