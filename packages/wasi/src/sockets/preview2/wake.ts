import type { SocketAddress } from '../shim.js'
import type { UdpSocket } from '../udp-socket.js'

/** Where nobody answers: RFC 863. */
const discardPort = 9
const loopback = { ipv4: [127, 0, 0, 1], ipv6: [0, 0, 0, 0, 0, 0, 0, 1] } as const
const nothing = () => new Uint8Array()

/** Sends a socket that is bound, and not connected, a datagram from itself: the only way to end a `receive` of the shim. */
export async function wake(socket: UdpSocket): Promise<void> {
  // Linux takes the port from a socket that is disconnected, until it sends.
  const { tag, val } = ownAddress(socket)
  if (val.port === 0) await socket.send(nothing(), { tag, val: { ...val, port: discardPort } })
  await socket.send(nothing(), ownAddress(socket))
}

function ownAddress(socket: UdpSocket): SocketAddress {
  const { tag, val } = socket.getLocalAddress()
  const isAny = val.address.every((part) => part === 0)
  return { tag, val: isAny ? { ...val, address: loopback[tag] } : val }
}
