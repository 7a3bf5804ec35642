import { ComponentError } from '@weft/component'

/** The codes that WASI 0.2 has in common with 0.3. */
const codes = new Set([
  'access-denied',
  'not-supported',
  'invalid-argument',
  'out-of-memory',
  'timeout',
  'invalid-state',
  'address-not-bindable',
  'address-in-use',
  'remote-unreachable',
  'connection-refused',
  'connection-reset',
  'connection-aborted',
  'datagram-too-large',
  'name-unresolvable',
  'temporary-resolver-failure',
  'permanent-resolver-failure',
])

/** The `error-code` of WASI 0.2 for an error of a socket of 0.3; undefined for any other error. */
export function errorCodeOf(error: unknown): string | undefined {
  const payload = (error as { readonly payload?: { readonly tag?: unknown } } | null | undefined)?.payload
  if (typeof payload?.tag !== 'string') return undefined
  return codes.has(payload.tag) ? payload.tag : 'unknown'
}

/** The err of a socket's function: an `error-code` of `wasi:sockets/network` of WASI 0.2. */
export function socketError2(code: string): ComponentError<string> {
  return new ComponentError(code)
}

/** Makes a call of a socket of 0.3; its err is one of 0.2. */
export function guard<T>(call: () => T): T {
  try {
    return call()
  } catch (error) {
    throw asPreview2(error)
  }
}

/** The error of 0.2 for one of 0.3. */
export function asPreview2(error: unknown): unknown {
  const code = errorCodeOf(error)
  return code === undefined ? error : socketError2(code)
}
