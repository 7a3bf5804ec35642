import { ComponentError } from '@weft/component'

/** An `error-code` of `wasi:sockets/types` or `ip-name-lookup` of WASI 0.3. */
interface ErrorCode {
  readonly tag: string
  readonly val?: string
}

/** What the specification says of the system's errors. */
const tags: Readonly<Record<string, string>> = {
  EACCES: 'access-denied',
  EPERM: 'access-denied',
  EOPNOTSUPP: 'not-supported',
  ENOPROTOOPT: 'not-supported',
  EPFNOSUPPORT: 'not-supported',
  EPROTONOSUPPORT: 'not-supported',
  ESOCKTNOSUPPORT: 'not-supported',
  EINVAL: 'invalid-argument',
  EDESTADDRREQ: 'invalid-argument',
  EAFNOSUPPORT: 'invalid-argument',
  ENOMEM: 'out-of-memory',
  ENOBUFS: 'out-of-memory',
  ETIMEDOUT: 'timeout',
  EADDRNOTAVAIL: 'address-not-bindable',
  EADDRINUSE: 'address-in-use',
  EHOSTUNREACH: 'remote-unreachable',
  EHOSTDOWN: 'remote-unreachable',
  ENETDOWN: 'remote-unreachable',
  ENETUNREACH: 'remote-unreachable',
  ENONET: 'remote-unreachable',
  ECONNREFUSED: 'connection-refused',
  EPIPE: 'connection-broken',
  ECONNRESET: 'connection-reset',
  ECONNABORTED: 'connection-aborted',
  EMSGSIZE: 'datagram-too-large',
}

/** The err of a socket's function. */
export function socketError(tag: string): ComponentError<ErrorCode> {
  return new ComponentError({ tag })
}

/** The err for an error of the system, by the codes of `names` or else those of sockets. */
export function socketErrorOf(error: unknown, names = tags): ComponentError<ErrorCode> {
  if (error instanceof ComponentError) return error
  const { code, message } = error as NodeJS.ErrnoException
  const tag = names[code ?? '']
  return tag === undefined ? new ComponentError({ tag: 'other', val: code ?? message }) : socketError(tag)
}
