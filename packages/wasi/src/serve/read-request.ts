import type { IncomingMessage } from 'node:http'
import { Fields } from '../http/fields.js'
import { IncomingBody } from '../http/incoming-body.js'
import { methodOf } from '../http/method-text.js'
import { Request } from '../http/request.js'
import { BadRequestError } from './serve-errors.js'

const http = { tag: 'HTTP' } as const

/**
 * A request that Node received, for a component. `onExcess` is told when its body turns out to be longer than the limit.
 * Throws `BadRequestError` for a target or host that is none.
 */
export function readRequest(
  message: IncomingMessage,
  maximumBodyBytes: number,
  onExcess: (bytes: number) => void,
): Request {
  const body = IncomingBody.of(message, {
    incomplete: { tag: 'connection-terminated' },
    limit: maximumBodyBytes,
    onExcess: (bytes) => {
      onExcess(bytes)
      return { tag: 'HTTP-request-body-size', val: BigInt(bytes) }
    },
  })
  const request = new Request(Fields.fromRaw(message.rawHeaders), body)
  const { path, authority } = targetOf(message)
  request.setMethod(methodOf(message.method!))
  request.setScheme(http)
  if (request.setPathWithQuery(path) || request.setAuthority(authority))
    throw new BadRequestError('the target of the request, or its host, is not well formed')
  return request
}

interface Target {
  readonly path: string
  readonly authority: string | undefined
}

/** RFC 9112, 3.2: a path, or a whole URL, whose host counts more than the header. */
function targetOf({ url = '/', headers }: IncomingMessage): Target {
  if (url.startsWith('/') || url === '*') return { path: url, authority: headers.host }
  const parsed = URL.parse(url)
  if (!parsed) throw new BadRequestError(`${url} is no target of a request`)
  return { path: parsed.pathname + parsed.search, authority: parsed.host }
}
