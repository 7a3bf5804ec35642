import { type BoundSocket, Server, type Socket } from 'node:net'
import type { OpenEnds } from './connection.js'
import { socketError } from './socket-error.js'

interface Accepted extends Disposable {}

/** As many connections wait for the guest at most. */
export const maximumBacklog = 4096

/** A listening socket, closed when the guest has let go of the socket and of its stream: ownership is shared. */
export class Listener<T extends Accepted> {
  readonly #server = new Server({ pauseOnConnect: true, allowHalfOpen: true })
  readonly #open: OpenEnds
  readonly #accept: (socket: Socket) => T
  readonly #queue: T[] = []
  #reader: ((accepted: T | null) => void) | undefined = undefined
  #holders = 2
  #hasStream = true

  /** @throws ComponentError: `address-in-use` if somebody listens there */
  constructor(open: OpenEnds, bound: BoundSocket, backlog: number, accept: (socket: Socket) => T) {
    this.#open = open
    this.#accept = accept
    // Errors of single connections are none of the stream's.
    this.#server.on('error', () => undefined)
    this.#server.on('connection', (socket) => this.#accepted(socket))
    this.#server.listen({ handle: bound, backlog })
    if (this.#server.address() === null) throw socketError('address-in-use')
    open.add(this)
  }

  read(): Promise<T | null> {
    const accepted = this.#queue.shift()
    if (accepted || !this.#hasStream) return Promise.resolve(accepted ?? null)
    return new Promise((resolve) => {
      this.#reader = resolve
    })
  }

  /** The guest has dropped the stream. */
  cancel(): void {
    if (!this.#hasStream) return
    this.#hasStream = false
    this.#give(null)
    this.release()
  }

  /** One of those who share the listener has let go of it. */
  release(): void {
    if (--this.#holders === 0) this.close()
  }

  /** Connections that nobody took are closed, too. */
  close(): void {
    if (!this.#open.delete(this)) return
    this.#server.close()
    this.#hasStream = false
    this.#give(null)
    for (const accepted of this.#queue.splice(0)) accepted[Symbol.dispose]()
  }

  #accepted(socket: Socket): void {
    if (this.#queue.length >= maximumBacklog) {
      socket.destroy()
      return
    }
    const accepted = this.#accept(socket)
    if (!this.#give(accepted)) this.#queue.push(accepted)
  }

  #give(accepted: T | null): boolean {
    const reader = this.#reader
    this.#reader = undefined
    reader?.(accepted)
    return reader !== undefined
  }
}
