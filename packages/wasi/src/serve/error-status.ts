import { ComponentError } from '@weft/component'
import type { ErrorCode } from '../http/http-types.js'
import { BadRequestError, HttpLimitError } from './serve-errors.js'

const statuses: Partial<Record<ErrorCode['tag'], number>> = {
  'HTTP-request-denied': 403,
  'HTTP-request-length-required': 411,
  'HTTP-request-body-size': 413,
  'HTTP-request-method-invalid': 400,
  'HTTP-request-URI-invalid': 400,
  'HTTP-request-URI-too-long': 414,
  'HTTP-request-header-section-size': 431,
  'HTTP-request-header-size': 431,
  'HTTP-response-timeout': 504,
  'loop-detected': 508,
  'configuration-error': 500,
  'internal-error': 500,
}

const timeout = /timeout$/
/** What went wrong between the component and whom it asked. */
const upstream = /^(DNS|TLS|connection|destination|HTTP-(response|protocol|upgrade))/

/** The status for a request that failed before its response began. RFC 9209, 2.3. */
export function statusOf(error: unknown): number {
  if (error instanceof HttpLimitError) return error.status
  if (error instanceof BadRequestError) return 400
  if (!(error instanceof ComponentError)) return 500
  const { tag } = error.payload as ErrorCode
  const known = statuses[tag]
  if (known !== undefined) return known
  if (timeout.test(tag)) return 504
  return upstream.test(tag) ? 502 : 500
}
