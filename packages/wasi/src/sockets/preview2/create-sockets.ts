import type { WasiHost } from '../../host/wasi-host.js'
import { Connection, type OpenEnds } from '../connection.js'
import { IncomingDatagramStream, OutgoingDatagramStream } from './datagram-streams.js'
import { ipNameLookup2 } from './ip-name-lookup.js'
import { TcpSocket2 } from './tcp-socket.js'
import { UdpSocket2 } from './udp-socket.js'

/** What `createSockets2` makes: interfaces of `wasi:sockets` of WASI 0.2, by their names. */
export type Sockets2 = Readonly<Record<string, object>>

/** The sockets of a guest of WASI 0.2. Those that it leaves open are closed when it is gone. */
export function createSockets2({ closers }: Pick<WasiHost, 'closers'>): Sockets2 {
  const open = new Set<Disposable>()
  const ends: OpenEnds = new Set()
  closers.push(() => {
    for (const socket of [...open]) socket[Symbol.dispose]()
    for (const end of ends) if (end instanceof Connection) end.expire()
  })
  return {
    tcp: { TcpSocket: TcpSocket2 },
    'tcp-create-socket': {
      TcpSocket: TcpSocket2,
      createTcpSocket: (family: string) => TcpSocket2.create(open, ends, family),
    },
    udp: { UdpSocket: UdpSocket2, IncomingDatagramStream, OutgoingDatagramStream },
    'udp-create-socket': {
      UdpSocket: UdpSocket2,
      createUdpSocket: (family: string) => UdpSocket2.create(open, family),
    },
    'ip-name-lookup': ipNameLookup2,
  }
}
