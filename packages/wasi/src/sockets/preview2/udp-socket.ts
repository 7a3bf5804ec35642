import { Pollable } from '../../io/pollable.js'
import type { SocketAddress } from '../addresses.js'
import { UdpSocket } from '../udp-socket.js'
import { IncomingDatagramStream, OutgoingDatagramStream } from './datagram-streams.js'
import { guard, socketError2 } from './error-code.js'
import { Inbox } from './inbox.js'
import { delegateOptions } from './options.js'
import { Outbox } from './outbox.js'

/** `wasi:sockets/udp#udp-socket` of WASI 0.2, on a socket of 0.3. */
export class UdpSocket2 {
  readonly inner: UdpSocket
  /** The guest's sockets that are open. */
  readonly #open: Set<Disposable>
  readonly #inbox: Inbox
  readonly #outbox: Outbox
  #state: 'unbound' | 'binding' | 'bound' = 'unbound'
  #isConnected = false

  constructor(open: Set<Disposable>, inner: UdpSocket) {
    this.inner = inner
    this.#inbox = new Inbox(inner)
    this.#outbox = new Outbox(inner)
    this.#open = open
    open.add(this)
  }

  static create(open: Set<Disposable>, family: string): UdpSocket2 {
    return new UdpSocket2(open, new UdpSocket(new Set(), family))
  }

  /** Binds at once. */
  startBind(_network: unknown, address: SocketAddress): void {
    if (this.#state === 'binding') throw socketError2('concurrency-conflict')
    if (this.#state === 'bound') throw socketError2('invalid-state')
    guard(() => this.inner.bind(address))
    this.#state = 'binding'
  }

  finishBind(): void {
    if (this.#state !== 'binding') throw socketError2('not-in-progress')
    this.#state = 'bound'
  }

  stream(remote: SocketAddress | undefined): [IncomingDatagramStream, OutgoingDatagramStream] {
    if (this.#state !== 'bound') throw socketError2('invalid-state')
    guard(() => this.#connect(remote))
    return [new IncomingDatagramStream(this.#inbox, remote), new OutgoingDatagramStream(this.#outbox)]
  }

  localAddress(): SocketAddress {
    if (this.#state === 'binding') throw socketError2('concurrency-conflict')
    return guard(() => this.inner.getLocalAddress())
  }

  remoteAddress(): unknown {
    return guard(() => this.inner.getRemoteAddress())
  }

  addressFamily(): string {
    return this.inner.getAddressFamily()
  }

  /** Nothing that is waited for takes time. */
  subscribe(): Pollable {
    return new Pollable(
      () => true,
      async () => undefined,
    )
  }

  /** What was sent still leaves. */
  [Symbol.dispose](): void {
    if (!this.#open.delete(this)) return
    const close = () => this.inner[Symbol.dispose]()
    this.#outbox.close().then(close, close)
  }

  #connect(remote: SocketAddress | undefined): void {
    if (this.#isConnected) this.inner.disconnect()
    this.#isConnected = false
    if (remote !== undefined) this.inner.connect(remote)
    this.#isConnected = remote !== undefined
  }
}

delegateOptions(UdpSocket2, ['UnicastHopLimit', 'ReceiveBufferSize', 'SendBufferSize'])
