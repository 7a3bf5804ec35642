import { Socket } from 'node:net'
import { hostOf, isMapped, isUnicast, isUnspecified, type SocketAddress, unspecified } from './addresses.js'
import { type ClosableBytes, Connection, type OpenEnds, refuse, refusedToReceive } from './connection.js'
import type { Received } from './incoming.js'
import { Listener, maximumBacklog } from './listener.js'
import { Reservation } from './reservation.js'
import { socketError, socketErrorOf } from './socket-error.js'
import { positive, TcpOptions } from './tcp-options.js'

type State = 'unbound' | 'bound' | 'listening' | 'connecting' | 'connected' | 'closed'

/** `wasi:sockets/types#tcp-socket` of WASI 0.3. */
export class TcpSocket extends TcpOptions {
  readonly #open: OpenEnds
  readonly #family: string
  #state: State = 'unbound'
  #backlog = 128
  /** In the state `bound`. */
  #reservation: Reservation | undefined = undefined
  #connecting: Socket | undefined = undefined
  #listener: Listener<TcpSocket> | undefined = undefined
  #connection: Connection | undefined = undefined

  constructor(open: OpenEnds, family: string, listener?: TcpSocket) {
    super(listener?.options)
    this.#open = open
    this.#family = family
  }

  bind(address: SocketAddress): void {
    this.#require('unbound')
    this.#checkAddress(address)
    this.#reservation = new Reservation(this.#open, address)
    this.#state = 'bound'
  }

  async connect(address: SocketAddress): Promise<void> {
    this.#require('unbound', 'bound')
    this.#checkAddress(address)
    if (isUnspecified(address) || address.val.port === 0) throw socketError('invalid-argument')
    this.#state = 'connecting'
    const handle = this.#reservation?.take()
    const socket = new Socket({ ...(handle && { handle }), allowHalfOpen: true })
    const attempt = { close: () => socket.destroy() }
    this.#connecting = socket
    this.#open.add(attempt)
    try {
      await connected(socket, address)
      this.#connect(socket)
    } catch (error) {
      this.#state = 'closed'
      throw connectError(error)
    } finally {
      this.#connecting = undefined
      this.#open.delete(attempt)
    }
  }

  listen(): { read(): Promise<TcpSocket | null>; cancel(): void } {
    this.#require('unbound', 'bound')
    this.#reservation ??= new Reservation(this.#open, unspecified(this.#family))
    const Class = this.constructor as typeof TcpSocket
    const accept = (socket: Socket) => {
      const accepted = new Class(this.#open, this.#family, this)
      accepted.#connect(socket)
      return accepted
    }
    // For good, if somebody else listens there.
    this.#state = 'closed'
    this.#listener = new Listener(this.#open, this.#reservation.take(), this.#backlog, accept)
    this.#state = 'listening'
    return this.#listener
  }

  send(data: ClosableBytes): Promise<void> {
    return this.#connection?.send(data) ?? refuse(data)
  }

  receive(): Received {
    return this.#connection?.receive() ?? refusedToReceive()
  }

  getLocalAddress(): SocketAddress {
    const local = this.#connection?.local ?? this.#reservation?.address
    if (local === undefined || this.#state === 'closed') throw socketError('invalid-state')
    return local
  }

  getRemoteAddress(): SocketAddress {
    const remote = this.#connection?.remote
    if (remote === undefined) throw socketError('invalid-state')
    return remote
  }

  getIsListening(): boolean {
    return this.#state === 'listening'
  }

  getAddressFamily(): string {
    return this.#family
  }

  setListenBacklogSize(value: bigint): void {
    const size = positive(value)
    if (this.#state === 'listening') throw socketError('not-supported')
    this.#require('unbound', 'bound')
    this.#backlog = size > maximumBacklog ? maximumBacklog : Number(size)
  }

  [Symbol.dispose](): void {
    if (this.#state === 'bound') this.#reservation?.close()
    this.#state = 'closed'
    this.#connecting?.destroy()
    this.#listener?.release()
    this.#connection?.release()
    this.#listener = undefined
    this.#connection = undefined
  }

  protected override apply(): void {
    const { keepAliveEnabled, keepAliveIdleTime } = this.options
    this.#connection?.socket.setKeepAlive(keepAliveEnabled, Number(keepAliveIdleTime / 1_000_000n))
  }

  #require(...states: readonly State[]): void {
    if (!states.includes(this.#state)) throw socketError('invalid-state')
  }

  #checkAddress(address: SocketAddress): void {
    const { tag, val } = address
    if (tag !== this.#family || !isUnicast(address) || isMapped(tag, val.address))
      throw socketError('invalid-argument')
  }

  /** The socket of the system that it is from now on. */
  #connect(socket: Socket): void {
    this.#state = 'connected'
    this.#connection = new Connection(this.#open, socket)
    this.apply()
  }
}

/** Nothing is read before the guest receives. */
function connected(socket: Socket, address: SocketAddress): Promise<void> {
  socket.pause()
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve)
    // It stays, for an error that comes before the connection has its own.
    socket.on('error', reject)
    socket.once('close', () => reject(socketError('connection-aborted')))
    socket.connect({ host: hostOf(address), port: address.val.port })
  })
}

/** Linux says so of an implicit bind for which there is no port. */
function connectError(error: unknown): Error {
  const isUnbindable = (error as NodeJS.ErrnoException).code === 'EADDRNOTAVAIL'
  return isUnbindable ? socketError('address-in-use') : socketErrorOf(error)
}
