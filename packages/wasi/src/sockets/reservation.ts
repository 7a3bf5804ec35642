import * as net from 'node:net'
import { hostOf, isUnspecified, type SocketAddress, socketAddress } from './addresses.js'
import type { OpenEnds } from './connection.js'
import { socketError, socketErrorOf } from './socket-error.js'

/** The system lets sockets share an address as long as none of them listens; the specification does not. */
const reservations = new Set<Reservation>()

/** A local address that a socket of TCP is bound to, until it connects or listens. */
export class Reservation {
  readonly address: SocketAddress
  readonly #open: OpenEnds
  readonly #bound: net.BoundSocket

  /** @throws ComponentError: `not-supported` before Node 26.4, which can bind at once; the system's errors */
  constructor(open: OpenEnds, wanted: SocketAddress) {
    if (net.BoundSocket === undefined) throw socketError('not-supported')
    for (const { address } of reservations)
      if (isConflict(address, wanted)) throw socketError('address-in-use')
    this.#open = open
    this.#bound = bind(wanted)
    const { address, port } = this.#bound.address() as net.AddressInfo
    this.address = socketAddress(address, port)
    open.add(this)
    reservations.add(this)
  }

  /** Gives the socket of the system away. */
  take(): net.BoundSocket {
    reservations.delete(this)
    this.#open.delete(this)
    return this.#bound
  }

  close(): void {
    this.take().close()
  }
}

function bind(address: SocketAddress): net.BoundSocket {
  const { tag, val } = address
  try {
    return new net.BoundSocket({ host: hostOf(address), port: val.port, ipv6Only: tag === 'ipv6' })
  } catch (error) {
    throw socketErrorOf(error)
  }
}

function isConflict(one: SocketAddress, other: SocketAddress): boolean {
  if (one.tag !== other.tag || one.val.port !== other.val.port) return false
  return isUnspecified(one) || isUnspecified(other) || hostOf(one) === hostOf(other)
}
