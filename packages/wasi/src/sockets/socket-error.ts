import { ComponentError } from '@weft/component'

/** The err of a socket's function: an `error-code` of `wasi:sockets/types` of WASI 0.3. */
export function socketError(tag: string): ComponentError<{ readonly tag: string }> {
  return new ComponentError({ tag })
}
