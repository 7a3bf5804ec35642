import type { WasiHost } from '../host/wasi-host.js'
import type { OpenEnds } from './connection.js'
import { TcpSocket } from './tcp-socket.js'
import { UdpSocket } from './udp-socket.js'

/** What is open for a guest; it is closed when the guest is gone. */
export function createOpenEnds({ closers }: Pick<WasiHost, 'closers'>): OpenEnds {
  const open: OpenEnds = new Set()
  closers.push(() => {
    for (const end of [...open]) end.close()
  })
  return open
}

/** `wasi:sockets/types` of WASI 0.3 for one guest. */
export function createSockets(host: Pick<WasiHost, 'closers'>): object {
  const open = createOpenEnds(host)
  return {
    TcpSocket: class GuestTcpSocket extends TcpSocket {
      static create(family: string): GuestTcpSocket {
        return new GuestTcpSocket(open, family)
      }
    },
    UdpSocket: class GuestUdpSocket extends UdpSocket {
      static create(family: string): GuestUdpSocket {
        return new GuestUdpSocket(open, family)
      }
    },
  }
}
