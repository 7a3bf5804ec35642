import { type Server, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { Exchange } from './exchange.js'
import { BadRequestError, HttpLimitError } from './serve-errors.js'
import type { ServeLimits } from './serve-options.js'

export interface ClientErrorContext {
  readonly limits: ServeLimits
  report(error: unknown): void
  /** What a connection is busy with. */
  exchangeOf(socket: Socket): Exchange | undefined
}

/** Answers what Node could not read as a request, and ends what takes too long to arrive. */
export function watchClientErrors(server: Server, context: ClientErrorContext): void {
  server.on('clientError', (cause: NodeJS.ErrnoException, stream) => {
    const socket = stream as Socket
    const error = errorFor(cause, context.limits)
    if (error === undefined || !socket.writable) {
      socket.destroy()
      return
    }
    const exchange = context.exchangeOf(socket)
    if (exchange) {
      exchange.fail(error)
      // What was to be read of the connection cannot be read any more.
      socket.destroySoon()
      return
    }
    context.report(error)
    const status = error instanceof HttpLimitError ? error.status : 400
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
  })
}

/** Undefined for a connection that broke or ended in mid request, of which there is nothing to be said. */
function errorFor(
  cause: NodeJS.ErrnoException,
  { receiveMs, maximumHeaderBytes }: ServeLimits,
): HttpLimitError | BadRequestError | undefined {
  const { code = '', message } = cause
  if (code === 'HPE_HEADER_OVERFLOW')
    return new HttpLimitError(
      'header-bytes',
      `a request has more than ${maximumHeaderBytes} bytes of headers`,
    )
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new HttpLimitError('receive-time', `a request was not there after ${receiveMs} ms`)
  const isRefused = code.startsWith('HPE_') && code !== 'HPE_INVALID_EOF_STATE'
  return isRefused ? new BadRequestError(`not HTTP: ${message}`, { cause }) : undefined
}
