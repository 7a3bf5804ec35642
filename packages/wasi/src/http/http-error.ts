import { ComponentError } from '@weft/component'
import type { ErrorCode } from './http-types.js'

/** A failure that guests see as the `error-code` in `payload`. */
export class HttpError extends ComponentError<ErrorCode> {
  constructor(payload: ErrorCode, message?: string, options?: { readonly cause?: unknown }) {
    super(payload, message ?? describe(payload), options)
  }
}

/** `internal-error` with words for people. */
export function internalError(message: string): ErrorCode {
  return { tag: 'internal-error', val: message }
}

function describe({ tag, val }: ErrorCode): string {
  return typeof val === 'string' || typeof val === 'bigint' ? `${tag}: ${val}` : tag
}
