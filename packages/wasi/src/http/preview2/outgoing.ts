import { Body, noTrailers } from '../body.js'
import type { Fields } from '../fields.js'
import type { Method, Scheme } from '../http-types.js'
import { Request } from '../request.js'
import type { RequestOptions } from '../request-options.js'
import { Response } from '../response.js'
import { failed } from './failed.js'
import { Fields2 } from './fields.js'
import { OutgoingBody, type WrongLength } from './outgoing-body.js'

type Done = ReturnType<Response['setStatusCode']>

/** A message that a guest makes; its body is none unless the guest asked for one. */
class OutgoingMessage2 {
  readonly #headers: Fields
  readonly #wrongLength: WrongLength
  #body: OutgoingBody | undefined = undefined
  #isTaken = false

  constructor(headers: Fields, wrongLength: WrongLength) {
    this.#headers = headers.freeze()
    this.#wrongLength = wrongLength
  }

  headers(): Fields2 {
    return Fields2.frozen(this.#headers)
  }

  body(): OutgoingBody | typeof failed {
    if (this.#body) return failed
    this.#body = new OutgoingBody(this.#headers, this.#wrongLength)
    return this.#body
  }

  /** For hosts: nobody writes the body any more, because of an error if there is one. */
  breakOff(cause?: unknown): void {
    this.#body?.breakOff(cause)
  }

  /** For hosts: what is to be sent. */
  takeBody(): Body {
    this.#isTaken = true
    return this.#body?.contents ?? new Body(undefined, noTrailers)
  }

  /** It was not sent: whoever writes its body is told that nobody reads it. */
  [Symbol.dispose](): void {
    if (!this.#isTaken) this.#body?.contents.drop()
  }
}

/** The resource `wasi:http/types#outgoing-request` of WASI 0.2. */
export class OutgoingRequest extends OutgoingMessage2 {
  /** It has no body, and is never sent. */
  readonly #draft: Request

  constructor(headers: Fields) {
    super(headers, 'HTTP-request-body-size')
    this.#draft = new Request(headers, new Body(undefined, noTrailers))
  }

  method(): Method {
    return this.#draft.getMethod()
  }

  setMethod(method: Method): Done {
    return this.#draft.setMethod(method)
  }

  pathWithQuery(): string | undefined {
    return this.#draft.getPathWithQuery()
  }

  setPathWithQuery(pathWithQuery: string | undefined): Done {
    return this.#draft.setPathWithQuery(pathWithQuery)
  }

  scheme(): Scheme | undefined {
    return this.#draft.getScheme()
  }

  setScheme(scheme: Scheme | undefined): Done {
    return this.#draft.setScheme(scheme)
  }

  authority(): string | undefined {
    return this.#draft.getAuthority()
  }

  setAuthority(authority: string | undefined): Done {
    return this.#draft.setAuthority(authority)
  }

  /** For hosts: the request as WASI 0.3 has it. */
  toRequest(options: RequestOptions | undefined): Request {
    const draft = this.#draft
    const request = new Request(draft.getHeaders(), this.takeBody(), options)
    request.setMethod(draft.getMethod())
    request.setPathWithQuery(draft.getPathWithQuery())
    request.setScheme(draft.getScheme())
    request.setAuthority(draft.getAuthority())
    return request
  }
}

/** The resource `wasi:http/types#outgoing-response` of WASI 0.2. */
export class OutgoingResponse extends OutgoingMessage2 {
  readonly #draft: Response

  constructor(headers: Fields) {
    super(headers, 'HTTP-response-body-size')
    this.#draft = new Response(headers, new Body(undefined, noTrailers))
  }

  statusCode(): number {
    return this.#draft.getStatusCode()
  }

  setStatusCode(statusCode: number): Done {
    return this.#draft.setStatusCode(statusCode)
  }

  /** For hosts: the response as WASI 0.3 has it. */
  toResponse(): Response {
    return new Response(this.#draft.getHeaders(), this.takeBody(), this.#draft.getStatusCode())
  }
}
