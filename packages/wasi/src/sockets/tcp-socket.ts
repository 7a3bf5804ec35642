import { delegate } from './delegate.js'
import { type ClosableBytes, ReadAhead } from './read-ahead.js'
import { type Received, type ShimTcpSocket, shim } from './shim.js'
import { socketError } from './socket-error.js'

/** Functions that are right as the shim has them. */
const delegated = [
  'getAddressFamily',
  'getKeepAliveEnabled',
  'setKeepAliveEnabled',
  'getKeepAliveIdleTime',
  'setKeepAliveIdleTime',
  'getKeepAliveInterval',
  'setKeepAliveInterval',
  'getKeepAliveCount',
  'setKeepAliveCount',
  'getHopLimit',
  'setHopLimit',
  'getReceiveBufferSize',
  'setReceiveBufferSize',
  'getSendBufferSize',
  'setSendBufferSize',
] as const

/**
 * `wasi:sockets/types#tcp-socket` of WASI 0.3: the shim's, which forgets that a socket is closed once it could not
 * connect, and leaves a stream open that it refuses to send.
 */
export class TcpSocket {
  declare readonly getAddressFamily: ShimTcpSocket['getAddressFamily']
  readonly inner: ShimTcpSocket
  #state: 'fresh' | 'connecting' | 'connected' | 'closed'
  #isSending = false

  constructor(inner: ShimTcpSocket, state: 'fresh' | 'connected' = 'fresh') {
    this.inner = inner
    this.#state = state
  }

  static create(family: string): TcpSocket {
    return new TcpSocket(shim.TcpSocket.create(family))
  }

  bind(address: unknown): void {
    this.#refuse('closed')
    this.inner.bind(address)
  }

  async connect(address: unknown): Promise<void> {
    this.#refuse('closed', 'connecting', 'connected')
    if (this.getIsListening()) throw socketError('invalid-state')
    const connecting = this.inner.connect(address)
    this.#state = 'connecting'
    try {
      await connecting
      this.#state = 'connected'
    } catch (error) {
      // Of an address that cannot be one nothing was attempted.
      this.#state = isInvalidArgument(error) ? 'fresh' : 'closed'
      throw error
    }
  }

  listen(): { read(): Promise<TcpSocket | null>; cancel(): void } {
    this.#refuse('closed', 'connecting')
    const accepted = this.inner.listen()
    return {
      async read() {
        const socket = await accepted.read()
        return socket === null ? null : new TcpSocket(socket, 'connected')
      },
      cancel: () => accepted.close(),
    }
  }

  async send(data: ClosableBytes): Promise<unknown> {
    if (this.#state !== 'connected' || this.#isSending) {
      data.close()
      throw socketError('invalid-state')
    }
    this.#isSending = true
    return this.inner.send(new ReadAhead(data))
  }

  receive(): Received {
    return this.inner.receive()
  }

  getLocalAddress(): unknown {
    this.#refuse('closed')
    return this.inner.getLocalAddress()
  }

  getRemoteAddress(): unknown {
    this.#refuse('closed')
    return this.inner.getRemoteAddress()
  }

  getIsListening(): boolean {
    return this.inner.getIsListening()
  }

  setListenBacklogSize(value: bigint): void {
    if (value === 0n) throw socketError('invalid-argument')
    this.#refuse('closed', 'connecting', 'connected')
    this.inner.setListenBacklogSize(value > maximumBacklog ? maximumBacklog : value)
  }

  [Symbol.dispose](): void {
    this.#state = 'closed'
    this.inner[Symbol.dispose]()
  }

  #refuse(...states: readonly string[]): void {
    if (states.includes(this.#state)) throw socketError('invalid-state')
  }
}

function isInvalidArgument(error: unknown): boolean {
  return (error as { readonly payload?: { readonly tag?: unknown } }).payload?.tag === 'invalid-argument'
}

delegate(TcpSocket, delegated)

const maximumBacklog = 4096n
