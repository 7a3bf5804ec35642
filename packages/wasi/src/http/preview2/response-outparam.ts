import { HttpError } from '../http-error.js'
import type { ErrorCode, Outcome } from '../http-types.js'
import type { Response } from '../response.js'
import type { OutgoingResponse } from './outgoing.js'

/** The resource `wasi:http/types#response-outparam` of WASI 0.2: where a handler leaves its response. */
export class ResponseOutparam {
  /** For hosts: rejects with an `HttpError` if the handler has none. */
  readonly response: Promise<Response>
  readonly #response = Promise.withResolvers<Response>()
  #given: OutgoingResponse | undefined = undefined

  constructor() {
    this.response = this.#response.promise
    this.response.catch(() => undefined)
  }

  static set(outparam: ResponseOutparam, response: Outcome<OutgoingResponse, ErrorCode>): void {
    if (response.tag === 'ok') {
      outparam.#given = response.val!
      outparam.#response.resolve(response.val!.toResponse())
    } else outparam.#response.reject(new HttpError(response.val))
  }

  /** For hosts: the handler has ended, because of an error if there is one. A body that it has not finished is broken off. */
  end(cause?: unknown): void {
    this.#given?.breakOff(cause)
  }
}
