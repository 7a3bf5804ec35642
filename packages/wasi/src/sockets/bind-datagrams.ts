import { createSocket, type Socket } from 'node:dgram'
import { hostOf, type SocketAddress } from './addresses.js'

/** Addresses are numbers: what is asked for is done at once. */
type Lookup = (host: string, options: unknown, callback: (error: null, address: string) => void) => void
const lookup: Lookup = (host, _options, callback) => callback(null, host)

export function createDatagrams(family: string): Socket {
  const isIpv6 = family === 'ipv6'
  return createSocket({ type: isIpv6 ? 'udp6' : 'udp4', ipv6Only: isIpv6, lookup: lookup as never })
}

/** As often another port is looked for. */
const attempts = 8

/**
 * Binds a socket. Linux takes the port that it has chosen from a socket that is disconnected, so the socket asks for that
 * port by its number. @throws the system's error
 */
export function bindDatagrams(socket: Socket, address: SocketAddress): void {
  const { port } = address.val
  const host = hostOf(address)
  for (let attempt = 1; ; attempt++) {
    try {
      bindNow(socket, host, port === 0 ? freePort(address.tag, host) : port)
      return
    } catch (error) {
      const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
      if (port !== 0 || !isTaken || attempt === attempts) throw error
    }
  }
}

function freePort(family: string, host: string): number {
  const socket = createDatagrams(family)
  try {
    bindNow(socket, host, 0)
    return socket.address().port
  } finally {
    socket.close()
  }
}

function bindNow(socket: Socket, address: string, port: number): void {
  let failure: Error | undefined
  const failed = (error: Error) => {
    failure = error
  }
  socket.on('error', failed)
  socket.bind({ address, port, exclusive: true })
  socket.off('error', failed)
  if (failure !== undefined) throw failure
}
