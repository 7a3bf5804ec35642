import type * as dgram from 'node:dgram'
import { cancelCall } from '@weft/component'
import {
  hostOf,
  isMapped,
  isSameAddress,
  isUnspecified,
  type SocketAddress,
  socketAddress,
  unspecified,
} from './addresses.js'
import { bindDatagrams, createDatagrams } from './bind-datagrams.js'
import type { OpenEnds } from './connection.js'
import { Mailbox } from './mailbox.js'
import { socketError, socketErrorOf } from './socket-error.js'
import { positive } from './tcp-options.js'

/** The bytes of a datagram, and where it came from. */
export type Datagram = readonly [Uint8Array, SocketAddress]

/** `wasi:sockets/types#udp-socket` of WASI 0.3. Sizes of buffers are kept and told. */
export class UdpSocket {
  readonly #open: OpenEnds
  readonly #family: string
  readonly #received = new Mailbox<Datagram>()
  #socket: dgram.Socket | undefined = undefined
  #remote: SocketAddress | undefined = undefined
  #hopLimit = 64
  #receiveBufferSize = 65_536n
  #sendBufferSize = 65_536n

  constructor(open: OpenEnds, family: string) {
    this.#open = open
    this.#family = family
  }

  bind(address: SocketAddress): void {
    if (this.#socket) throw socketError('invalid-state')
    this.#checkAddress(address)
    this.#bind(address)
  }

  connect(address: SocketAddress): void {
    this.#checkRemote(address)
    const socket = this.#bound()
    if (this.#remote) this.disconnect()
    try {
      // How it fails is told here, and not to whoever receives.
      socket.connect(address.val.port, hostOf(address), () => undefined)
      // An error would come later.
      socket.remoteAddress()
    } catch (error) {
      throw socketErrorOf(error)
    }
    this.#remote = address
  }

  disconnect(): void {
    if (this.#remote === undefined) throw socketError('invalid-state')
    this.#socket!.disconnect()
    this.#remote = undefined
  }

  async send(data: Uint8Array, address?: SocketAddress): Promise<void> {
    const remote = address ?? this.#remote
    if (remote === undefined) throw socketError('invalid-argument')
    this.#checkRemote(remote)
    if (this.#remote && !isSameAddress(remote, this.#remote)) throw socketError('invalid-argument')
    const socket = this.#bound()
    await new Promise<void>((resolve, reject) => {
      const sent = (error: Error | null) => (error ? reject(socketErrorOf(error)) : resolve())
      if (this.#remote) socket.send(data, sent)
      else socket.send(data, remote.val.port, hostOf(remote), sent)
    })
  }

  receive(): Promise<Datagram> {
    if (this.#socket === undefined) return Promise.reject(socketError('invalid-state'))
    const { promise, cancel } = this.#received.take()
    return Object.assign(promise, { [cancelCall]: cancel })
  }

  getLocalAddress(): SocketAddress {
    if (this.#socket === undefined) throw socketError('invalid-state')
    const { address, port } = this.#socket.address()
    return socketAddress(address, port)
  }

  getRemoteAddress(): SocketAddress {
    if (this.#remote === undefined) throw socketError('invalid-state')
    return this.#remote
  }

  getAddressFamily(): string {
    return this.#family
  }

  getUnicastHopLimit(): number {
    return this.#hopLimit
  }

  setUnicastHopLimit(value: number): void {
    this.#hopLimit = positive(value)
    this.#socket?.setTTL(value)
  }

  getReceiveBufferSize(): bigint {
    return this.#receiveBufferSize
  }

  setReceiveBufferSize(value: bigint): void {
    this.#receiveBufferSize = positive(value)
  }

  getSendBufferSize(): bigint {
    return this.#sendBufferSize
  }

  setSendBufferSize(value: bigint): void {
    this.#sendBufferSize = positive(value)
  }

  [Symbol.dispose](): void {
    const socket = this.#socket
    if (socket && this.#open.delete(socket)) socket.close()
    this.#received.close(socketError('invalid-state'))
  }

  #checkAddress({ tag, val }: SocketAddress): void {
    if (tag !== this.#family || isMapped(tag, val.address)) throw socketError('invalid-argument')
  }

  #checkRemote(address: SocketAddress): void {
    this.#checkAddress(address)
    if (isUnspecified(address) || address.val.port === 0) throw socketError('invalid-argument')
  }

  #bound(): dgram.Socket {
    return this.#socket ?? this.#bind(unspecified(this.#family))
  }

  #bind(address: SocketAddress): dgram.Socket {
    const socket = createDatagrams(this.#family)
    try {
      bindDatagrams(socket, address)
      socket.setTTL(this.#hopLimit)
    } catch (error) {
      socket.close()
      throw socketErrorOf(error)
    }
    socket.on('message', (bytes, from) => this.#received.put([bytes, socketAddress(from.address, from.port)]))
    socket.on('error', (error) => this.#received.fail(socketErrorOf(error)))
    this.#open.add(socket)
    this.#socket = socket
    return socket
  }
}
