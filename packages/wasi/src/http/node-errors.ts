import { HttpError, internalError } from './http-error.js'
import type { ErrorCode } from './http-types.js'

/**
 * Node's and OpenSSL's codes, as far as there is more to say than `internal-error`. A host that cannot be reached is
 * `connection-refused`, whatever the reason: guests know one code for a connection that did not come about.
 */
const codes: Readonly<Record<string, ErrorCode>> = {
  ECONNREFUSED: { tag: 'connection-refused' },
  EHOSTUNREACH: { tag: 'connection-refused' },
  ENETUNREACH: { tag: 'connection-refused' },
  EADDRNOTAVAIL: { tag: 'connection-refused' },
  EACCES: { tag: 'connection-refused' },
  EPERM: { tag: 'connection-refused' },
  ETIMEDOUT: { tag: 'connection-timeout' },
  ECONNRESET: { tag: 'connection-terminated' },
  EPIPE: { tag: 'connection-terminated' },
  EMFILE: { tag: 'connection-limit-reached' },
  ENFILE: { tag: 'connection-limit-reached' },
  EPROTO: { tag: 'TLS-protocol-error' },
  HPE_HEADER_OVERFLOW: { tag: 'HTTP-response-header-section-size' },
  ERR_UNESCAPED_CHARACTERS: { tag: 'HTTP-request-URI-invalid' },
  ERR_INVALID_URL: { tag: 'HTTP-request-URI-invalid' },
  ERR_INVALID_HTTP_TOKEN: { tag: 'HTTP-request-method-invalid' },
}

const families: readonly (readonly [RegExp, ErrorCode['tag']])[] = [
  [/^HPE_/, 'HTTP-protocol-error'],
  [/CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME/, 'TLS-certificate-error'],
  [/^ERR_(SSL|TLS)_/, 'TLS-protocol-error'],
  [/^ERR_(HTTP|INVALID)_/, 'HTTP-protocol-error'],
]

/** An error of Node's HTTP client as guests see it. */
export function httpErrorOf(cause: unknown): HttpError {
  if (cause instanceof HttpError) return cause
  // Node's parser leaves what it could not read there, of which the buffer is used for other connections.
  if (cause instanceof Error && 'rawPacket' in cause) delete cause.rawPacket
  const message = cause instanceof Error ? cause.message : String(cause)
  return new HttpError(errorCodeOf(cause, message), message, { cause })
}

function errorCodeOf(cause: unknown, message: string): ErrorCode {
  const { code = '', syscall } = (cause ?? {}) as { readonly code?: string; readonly syscall?: string }
  if (syscall === 'getaddrinfo') return { tag: 'DNS-error', val: { rcode: code } }
  const known = codes[code]
  if (known) return known
  const family = families.find(([pattern]) => pattern.test(code))
  return family ? ({ tag: family[1] } as ErrorCode) : internalError(message)
}
