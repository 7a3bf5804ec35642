import { ipNameLookup } from './ip-name-lookup.js'
import { TcpSocket } from './tcp-socket.js'
import { UdpSocket } from './udp-socket.js'

/** `wasi:sockets/types` of WASI 0.3. */
export const types = { TcpSocket, UdpSocket }

export { ipNameLookup }
