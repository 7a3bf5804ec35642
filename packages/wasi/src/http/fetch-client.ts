import { Body, noTrailers } from './body.js'
import { readBody } from './body-reader.js'
import { Fields } from './fields.js'
import { HttpError, internalError } from './http-error.js'
import type { Contents, HttpClient } from './http-types.js'
import { methodText } from './method-text.js'
import type { Request } from './request.js'
import { Response } from './response.js'

/** `fetch` where it streams request bodies, in Chromium with HTTP/2 or later, wants to be told so. */
interface StreamingInit extends RequestInit {
  readonly duplex?: 'half'
}

/**
 * Sends requests by `fetch`, for browsers. What a page may not set, the browser refuses or leaves out; there are no
 * trailers, timeouts of a request are those of the whole response, and a request body is sent as a stream, which
 * browsers do over HTTP/2 and later only.
 */
export function createFetchClient(fetchFunction: typeof fetch = globalThis.fetch): HttpClient {
  return {
    async send(request) {
      const body = request.body.take()
      const contents = body.contents === undefined ? undefined : streamOf(body.contents)
      const init: StreamingInit = {
        method: methodText(request.getMethod()),
        headers: headersOf(request),
        redirect: 'manual',
        ...(contents ? { body: contents, duplex: 'half' } : {}),
        ...signalFor(request),
      }
      try {
        const response = await fetchFunction(urlOf(request), init)
        body.transmission.settle(undefined)
        return responseOf(response)
      } catch (cause) {
        const error = failureOf(cause)
        body.transmission.settle(error.payload)
        throw error
      }
    },
  }
}

function urlOf(request: Request): string {
  const scheme = request.getScheme()?.tag ?? 'HTTPS'
  const authority = request.getAuthority()
  const path = request.getPathWithQuery()
  if (scheme === 'other') throw new HttpError({ tag: 'HTTP-protocol-error' })
  if (authority === undefined || path === undefined) throw new HttpError({ tag: 'HTTP-request-URI-invalid' })
  return `${scheme.toLowerCase()}://${authority}${path}`
}

function headersOf(request: Request): [string, string][] {
  const raw = request.getHeaders().toRaw()
  const pairs: [string, string][] = []
  for (let index = 0; index < raw.length; index += 2) pairs.push([raw[index]!, raw[index + 1]!])
  return pairs
}

function signalFor(request: Request): { readonly signal?: AbortSignal } {
  const nanoseconds = request.getOptions()?.getFirstByteTimeout()
  return nanoseconds === undefined
    ? {}
    : { signal: AbortSignal.timeout(Math.ceil(Number(nanoseconds) / 1e6)) }
}

/** Pulled by `fetch`, at the network's pace. */
function streamOf(contents: Contents): ReadableStream<Uint8Array> {
  const reader = readBody(contents)
  return new ReadableStream(
    {
      async pull(controller) {
        const chunk = await reader.read(Number.POSITIVE_INFINITY)
        if (chunk instanceof Uint8Array) controller.enqueue(chunk)
        else controller.close()
      },
      cancel: () => reader.close(),
    },
    { highWaterMark: 0 },
  )
}

function responseOf(response: globalThis.Response): Response {
  const fields = Fields.fromRaw([...response.headers].flat())
  return new Response(fields, new Body(response.body ?? undefined, noTrailers), response.status)
}

function failureOf(cause: unknown): HttpError {
  if (cause instanceof HttpError) return cause
  const { name, message } = cause as Error
  if (name === 'TimeoutError') return new HttpError({ tag: 'connection-read-timeout' }, message, { cause })
  // `fetch` does not say why: a host that is not there, a refused connection and a broken rule of the page look alike.
  return new HttpError(internalError(message), message, { cause })
}
