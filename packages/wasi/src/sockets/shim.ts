import { types } from '@bytecodealliance/preview3-shim/sockets'

/** What `receive` gives: the bytes, and how they ended. */
export type Received = readonly [
  { read(): Promise<Uint8Array | null>; cancel(): Promise<void> },
  PromiseLike<unknown>,
]

/** The bytes of a datagram, and where it came from. */
export type Datagram = readonly [Uint8Array, SocketAddress]

/** An `ip-socket-address`. */
export interface SocketAddress {
  readonly tag: 'ipv4' | 'ipv6'
  readonly val: { readonly port: number; readonly address: readonly number[] }
}

/** The shim's declarations are those for browsers, which lack what Node's sockets have. */
interface ShimTcpSocket extends Disposable {
  bind(address: unknown): void
  connect(address: unknown): Promise<void>
  listen(): { read(): Promise<ShimTcpSocket | null>; close(): void }
  send(data: unknown): Promise<void>
  receive(): Received
  getLocalAddress(): unknown
  getRemoteAddress(): unknown
  getAddressFamily(): string
  getIsListening(): boolean
  setListenBacklogSize(value: bigint): void
}

interface ShimUdpSocket extends Disposable {
  bind(address: unknown): void
  connect(address: unknown): void
  disconnect(): void
  send(data: Uint8Array, address?: SocketAddress): Promise<void>
  receive(): Promise<Datagram>
  getLocalAddress(): SocketAddress
  getRemoteAddress(): SocketAddress
  getAddressFamily(): string
}

interface Creates<Socket> {
  create(family: string): Socket
}

/** The sockets of `@bytecodealliance/preview3-shim`. */
export const shim = types as unknown as {
  readonly TcpSocket: Creates<ShimTcpSocket>
  readonly UdpSocket: Creates<ShimUdpSocket>
}

export type { ShimTcpSocket, ShimUdpSocket }
