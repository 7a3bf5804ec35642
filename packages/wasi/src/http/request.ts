import { Body, type Trailers } from './body.js'
import type { Fields } from './fields.js'
import type { Contents, Future, Method, Scheme, TransmissionOutcome } from './http-types.js'
import type { RequestOptions } from './request-options.js'
import { isAuthority, isPathWithQuery, isScheme, isToken } from './syntax.js'
import type { Transmission } from './transmission.js'

type Done = { readonly tag: 'err'; readonly val?: undefined } | undefined

const failed: Done = { tag: 'err' }
const get: Method = { tag: 'get' }

/** The resource `wasi:http/types.request`. */
export class Request {
  /** For hosts: the body, to be taken once. */
  readonly body: Body
  readonly #headers: Fields
  readonly #options: RequestOptions | undefined
  #method: Method = get
  #scheme: Scheme | undefined = undefined
  #authority: string | undefined = undefined
  #pathWithQuery: string | undefined = undefined

  constructor(headers: Fields, body: Body, options?: RequestOptions) {
    this.#headers = headers.freeze()
    this.#options = options?.freeze()
    this.body = body
  }

  static new(
    headers: Fields,
    contents: Contents | undefined,
    trailers: Trailers,
    options: RequestOptions | undefined,
  ): [Request, Transmission] {
    const body = new Body(contents, trailers)
    return [new Request(headers, body, options), body.transmission]
  }

  static consumeBody(request: Request, res: Future<TransmissionOutcome>): [Contents | undefined, Trailers] {
    return request.body.consume(res)
  }

  getMethod(): Method {
    return this.#method
  }

  setMethod(method: Method): Done {
    if (method.tag === 'other' && !isToken(method.val!)) return failed
    this.#method = method
    return undefined
  }

  getPathWithQuery(): string | undefined {
    return this.#pathWithQuery
  }

  setPathWithQuery(pathWithQuery: string | undefined): Done {
    if (pathWithQuery !== undefined && !isPathWithQuery(pathWithQuery)) return failed
    this.#pathWithQuery = pathWithQuery
    return undefined
  }

  getScheme(): Scheme | undefined {
    return this.#scheme
  }

  setScheme(scheme: Scheme | undefined): Done {
    if (scheme?.tag === 'other' && !isScheme(scheme.val!)) return failed
    this.#scheme = scheme
    return undefined
  }

  getAuthority(): string | undefined {
    return this.#authority
  }

  setAuthority(authority: string | undefined): Done {
    if (authority !== undefined && !isAuthority(authority)) return failed
    this.#authority = authority
    return undefined
  }

  getOptions(): RequestOptions | undefined {
    return this.#options
  }

  /** Always the same object, which nobody can change. */
  getHeaders(): Fields {
    return this.#headers
  }

  [Symbol.dispose](): void {
    this.body.drop()
  }
}
