import { delegate } from './delegate.js'
import { type Datagram, type ShimUdpSocket, shim } from './shim.js'

/** Functions that are right as the shim has them. */
const delegated = [
  'bind',
  'connect',
  'disconnect',
  'send',
  'getLocalAddress',
  'getRemoteAddress',
  'getAddressFamily',
  'getUnicastHopLimit',
  'setUnicastHopLimit',
  'getReceiveBufferSize',
  'setReceiveBufferSize',
  'getSendBufferSize',
  'setSendBufferSize',
] as const

/** `wasi:sockets/types#udp-socket` of WASI 0.3: the shim's, which loses its way when two calls receive at once. */
export class UdpSocket {
  declare readonly bind: ShimUdpSocket['bind']
  declare readonly connect: ShimUdpSocket['connect']
  declare readonly disconnect: ShimUdpSocket['disconnect']
  declare readonly send: ShimUdpSocket['send']
  declare readonly getLocalAddress: ShimUdpSocket['getLocalAddress']
  declare readonly getRemoteAddress: ShimUdpSocket['getRemoteAddress']
  declare readonly getAddressFamily: ShimUdpSocket['getAddressFamily']
  readonly inner: ShimUdpSocket
  /** The call of `receive` that came last. */
  #received: Promise<unknown> = Promise.resolve()

  constructor(inner: ShimUdpSocket) {
    this.inner = inner
  }

  static create(family: string): UdpSocket {
    return new UdpSocket(shim.UdpSocket.create(family))
  }

  receive(): Promise<Datagram> {
    const receive = () => this.inner.receive()
    const received = this.#received.then(receive, receive)
    this.#received = received
    return received
  }

  [Symbol.dispose](): void {
    this.inner[Symbol.dispose]()
  }
}

delegate(UdpSocket, delegated)
