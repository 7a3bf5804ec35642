import { Body } from './body.js'
import { Fields } from './fields.js'
import { type ByteSource, type Contents, isByteSource, type TrailersOutcome } from './http-types.js'
import { methodOf } from './method-text.js'
import { Request } from './request.js'
import type { RequestOptions } from './request-options.js'
import { Response } from './response.js'

/** Names and values: pairs, such as a `Headers` has, or an object; or `Fields` as they are. */
export type FieldsInit =
  | Fields
  | Iterable<readonly [string, string | Uint8Array]>
  | Readonly<Record<string, string | Uint8Array>>

/** What requests and responses have in common. */
export interface MessageOptions {
  readonly headers?: FieldsInit | undefined
  /** Default: none. A string is sent as UTF-8. */
  readonly body?: string | Uint8Array | Contents | undefined
  /** What follows the body; they may come when it has been read. Default: none. */
  readonly trailers?: FieldsInit | PromiseLike<FieldsInit | undefined> | undefined
}

export interface CreateRequestOptions extends MessageOptions {
  /** As it stands in a request line. Default `GET`. */
  readonly method?: string | undefined
  readonly options?: RequestOptions | undefined
}

export interface CreateResponseOptions extends MessageOptions {
  /** Default 200. */
  readonly status?: number | undefined
}

/**
 * A request, for a component that exports `wasi:http/handler`; `request.body.transmission` tells how its body was
 * received. Throws `TypeError` for what cannot stand in a request.
 */
export function createRequest(url: string | URL, options: CreateRequestOptions = {}): Request {
  const { protocol, host, pathname, search } = new URL(url)
  const { method = 'GET' } = options
  const request = new Request(fieldsOf(options.headers), bodyOf(options), options.options)
  const scheme = protocol.slice(0, -1)
  const isPlain = scheme === 'http' || scheme === 'https'
  request.setScheme(isPlain ? { tag: scheme === 'http' ? 'HTTP' : 'HTTPS' } : { tag: 'other', val: scheme })
  if (request.setMethod(methodOf(method))) throw new TypeError(`${method} is no method`)
  if (request.setAuthority(host === '' ? undefined : host)) throw new TypeError(`${host} is no authority`)
  if (request.setPathWithQuery(pathname + search)) throw new TypeError(`${pathname + search} is no path`)
  return request
}

/** A response, for components that import `wasi:http/handler` or another interface like it. Throws `TypeError`. */
export function createResponse(options: CreateResponseOptions = {}): Response {
  const { status = 200 } = options
  const response = new Response(fieldsOf(options.headers), bodyOf(options))
  if (response.setStatusCode(status)) throw new TypeError(`${status} is no status`)
  return response
}

function bodyOf({ body, trailers }: MessageOptions): Body {
  const whole = typeof body === 'string' ? new TextEncoder().encode(body) : body
  return new Body(whole instanceof Uint8Array ? sourceOf(whole) : whole, trailersOf(trailers))
}

/** Bytes that are all there. */
function sourceOf(bytes: Uint8Array): ByteSource {
  let left: Uint8Array | undefined = bytes.length > 0 ? bytes : undefined
  return {
    [isByteSource]: true,
    next() {
      const value = left
      left = undefined
      return value === undefined ? { value, done: true } : { value, done: false }
    },
    return() {
      left = undefined
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

/** @throws TypeError for trailers that cannot be sent, if they are there */
function trailersOf(trailers: MessageOptions['trailers']): Promise<TrailersOutcome> {
  const outcome = Promise.resolve(
    isPromise(trailers) ? trailers.then(trailersOutcome) : trailersOutcome(trailers),
  )
  // Whoever reads the body is told; it may be that nobody does.
  outcome.catch(() => undefined)
  return outcome
}

function isPromise(trailers: MessageOptions['trailers']): trailers is PromiseLike<FieldsInit | undefined> {
  return typeof (trailers as Partial<PromiseLike<unknown>> | undefined)?.then === 'function'
}

function trailersOutcome(given: FieldsInit | undefined): TrailersOutcome {
  return { tag: 'ok', val: given === undefined ? undefined : fieldsOf(given) }
}

function fieldsOf(init: FieldsInit = []): Fields {
  if (init instanceof Fields) return init
  const fields = new Fields()
  const pairs = Symbol.iterator in init ? init : Object.entries(init)
  for (const [name, value] of pairs) {
    const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value
    const failure = fields.append(name, bytes)
    if (failure) throw new TypeError(`the field ${name} cannot be sent: ${failure.val.tag}`)
  }
  return fields
}
