import { WeftError } from '@weft/core'

/** What there was too much of. */
export type HttpLimit = 'requests' | 'body-bytes' | 'header-bytes' | 'receive-time' | 'response-time'

const statuses: Readonly<Record<HttpLimit, number>> = {
  requests: 503,
  'body-bytes': 413,
  'header-bytes': 431,
  'receive-time': 408,
  'response-time': 504,
}

/** A request reached a limit of the server. The client got `status`, unless its response had begun. */
export class HttpLimitError extends WeftError {
  readonly limit: HttpLimit
  readonly status: number

  constructor(limit: HttpLimit, message: string) {
    super('http-limit', message)
    this.limit = limit
    this.status = statuses[limit]
  }
}

/** A request that breaks the rules of HTTP: the client got 400. */
export class BadRequestError extends WeftError {
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super('bad-request', message, options)
  }
}

/** A component answered in a way that cannot be sent: the client got 500, or its connection was cut. */
export class BadResponseError extends WeftError {
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super('bad-response', message, options)
  }
}

/** The client went away before it had its response. The reason of a call that is cancelled; not reported. */
export class ClientGoneError extends WeftError {
  constructor() {
    super('client-gone', 'the client went away before it had its response')
  }
}

/** The address cannot be listened on. */
export class ListenError extends WeftError {
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super('cannot-listen', message, options)
  }
}
