import { ComponentError } from '@weft/component'
import type { InputStream } from '../../io/input-stream.js'
import type { OutputStream } from '../../io/output-stream.js'
import { Pollable } from '../../io/pollable.js'
import type { SocketAddress } from '../addresses.js'
import type { OpenEnds } from '../connection.js'
import { TcpSocket } from '../tcp-socket.js'
import { AcceptQueue } from './accept-queue.js'
import { Attempt } from './attempt.js'
import { Connection } from './connection.js'
import { guard, socketError2 } from './error-code.js'
import { delegateOptions } from './options.js'

type Streams = [InputStream, OutputStream]
type State = 'unbound' | 'bound' | 'listening' | 'connected' | 'closed'

/** `wasi:sockets/tcp#tcp-socket` of WASI 0.2, on a socket of 0.3. */
export class TcpSocket2 {
  readonly inner: TcpSocket
  /** The guest's sockets that are open. */
  readonly #open: Set<Disposable>
  #state: State = 'unbound'
  /** An operation that was started and not finished; binding and listening are done at once. */
  #pending: 'bind' | 'listen' | Attempt<void> | undefined = undefined
  #queue: AcceptQueue | undefined = undefined
  #connection: Connection | undefined = undefined

  constructor(open: Set<Disposable>, inner: TcpSocket) {
    this.inner = inner
    this.#open = open
    open.add(this)
  }

  static create(open: Set<Disposable>, ends: OpenEnds, family: string): TcpSocket2 {
    return new TcpSocket2(open, new TcpSocket(ends, family))
  }

  startBind(_network: unknown, address: SocketAddress): void {
    this.#start('unbound')
    guard(() => this.inner.bind(address))
    this.#pending = 'bind'
  }

  finishBind(): void {
    this.#finish('bind')
    this.#state = 'bound'
  }

  startConnect(_network: unknown, address: SocketAddress): void {
    this.#start('unbound', 'bound')
    this.#pending = new Attempt(this.inner.connect(address))
  }

  finishConnect(): Streams {
    const connecting = this.#pending
    if (!(connecting instanceof Attempt)) throw socketError2('not-in-progress')
    if (connecting.isSettled) this.#pending = undefined
    try {
      connecting.get()
    } catch (error) {
      // Nothing was attempted if the address cannot be one.
      if (this.#pending === undefined && !isInvalid(error)) this.#state = 'closed'
      throw error
    }
    return this.#connect()
  }

  startListen(): void {
    this.#start('bound')
    this.#queue = guard(() => new AcceptQueue(this.inner.listen()))
    this.#pending = 'listen'
  }

  finishListen(): void {
    this.#finish('listen')
    this.#state = 'listening'
  }

  accept(): [TcpSocket2, ...Streams] {
    if (this.#state !== 'listening') throw socketError2('invalid-state')
    const socket = new TcpSocket2(this.#open, this.#queue!.take())
    return [socket, ...socket.#connect()]
  }

  localAddress(): unknown {
    if (this.#pending === 'bind') throw socketError2('concurrency-conflict')
    return guard(() => this.inner.getLocalAddress())
  }

  remoteAddress(): unknown {
    if (this.#state !== 'connected') throw socketError2('invalid-state')
    return guard(() => this.inner.getRemoteAddress())
  }

  addressFamily(): string {
    return this.inner.getAddressFamily()
  }

  isListening(): boolean {
    return this.#state === 'listening'
  }

  setListenBacklogSize(value: bigint): void {
    guard(() => this.inner.setListenBacklogSize(value))
  }

  subscribe(): Pollable {
    return new Pollable(
      () => this.#awaited?.isSettled ?? true,
      async () => this.#awaited?.settled,
    )
  }

  shutdown(type: 'receive' | 'send' | 'both'): void {
    if (this.#connection === undefined) throw socketError2('invalid-state')
    this.#connection.shutdown(type)
  }

  /** What was written is still sent. */
  [Symbol.dispose](): void {
    if (!this.#open.delete(this)) return
    this.#connection?.shutdown('both')
    this.inner[Symbol.dispose]()
    this.#queue?.close()
  }

  /** What a pollable waits for. */
  get #awaited(): Pick<Attempt<unknown>, 'isSettled' | 'settled'> | undefined {
    if (this.#pending instanceof Attempt) return this.#pending
    return this.#state === 'listening' ? this.#queue?.next : undefined
  }

  #connect(): Streams {
    this.#state = 'connected'
    this.#connection = new Connection(this.inner)
    return this.#connection.streams()
  }

  #start(...states: readonly State[]): void {
    if (this.#pending !== undefined) throw socketError2('concurrency-conflict')
    if (!states.includes(this.#state)) throw socketError2('invalid-state')
  }

  #finish(operation: 'bind' | 'listen'): void {
    if (this.#pending !== operation) throw socketError2('not-in-progress')
    this.#pending = undefined
  }
}

function isInvalid(error: unknown): boolean {
  return error instanceof ComponentError && error.payload === 'invalid-argument'
}

delegateOptions(TcpSocket2, [
  'KeepAliveEnabled',
  'KeepAliveIdleTime',
  'KeepAliveInterval',
  'KeepAliveCount',
  'HopLimit',
  'ReceiveBufferSize',
  'SendBufferSize',
])
