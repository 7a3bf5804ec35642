import type { IoError } from '../../io/io-error.js'
import { errorCodeOf } from './error-code.js'

/** `wasi:sockets/network#network` of WASI 0.2: the one network there is. */
export class Network {}

/** `wasi:sockets/instance-network` of WASI 0.2. */
export const instanceNetwork2 = { instanceNetwork: () => new Network() }

/** `wasi:sockets/network` of WASI 0.2. */
export const network2 = {
  Network,
  networkErrorCode: ({ cause }: IoError): string | undefined => errorCodeOf(cause),
}
