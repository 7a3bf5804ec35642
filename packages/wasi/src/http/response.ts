import { Body, type Trailers } from './body.js'
import type { Fields } from './fields.js'
import type { Contents, Future, TransmissionOutcome } from './http-types.js'
import type { Transmission } from './transmission.js'

type Done = { readonly tag: 'err'; readonly val?: undefined } | undefined

const failed: Done = { tag: 'err' }

/** The resource `wasi:http/types.response`. */
export class Response {
  /** For hosts: the body, to be taken once. */
  readonly body: Body
  readonly #headers: Fields
  #statusCode: number

  constructor(headers: Fields, body: Body, statusCode = 200) {
    this.#headers = headers.freeze()
    this.body = body
    this.#statusCode = statusCode
  }

  static new(headers: Fields, contents: Contents | undefined, trailers: Trailers): [Response, Transmission] {
    const body = new Body(contents, trailers)
    return [new Response(headers, body), body.transmission]
  }

  static consumeBody(response: Response, res: Future<TransmissionOutcome>): [Contents | undefined, Trailers] {
    return response.body.consume(res)
  }

  getStatusCode(): number {
    return this.#statusCode
  }

  /** RFC 9110, 15: three digits, the first from 1 to 5; those over 599 are used, and Node sends them up to 999. */
  setStatusCode(statusCode: number): Done {
    if (statusCode < 100 || statusCode > 999) return failed
    this.#statusCode = statusCode
    return undefined
  }

  /** Always the same object, which nobody can change. */
  getHeaders(): Fields {
    return this.#headers
  }

  [Symbol.dispose](): void {
    this.body.drop()
  }
}
