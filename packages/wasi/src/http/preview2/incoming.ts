import { cancelCall } from '@weft/component'
import { InputStream } from '../../io/input-stream.js'
import type { Body } from '../body.js'
import type { Fields } from '../fields.js'
import { HttpError } from '../http-error.js'
import type { Method, Scheme } from '../http-types.js'
import type { Request } from '../request.js'
import type { Response } from '../response.js'
import { BodySource } from './body-source.js'
import { failed } from './failed.js'
import { Fields2 } from './fields.js'
import { Future2 } from './future.js'

/** A message that came in: its headers, and its body, to be taken once. */
class IncomingMessage2 {
  readonly #body: Body
  readonly #headers: Fields
  #isConsumed = false

  constructor(message: Request | Response) {
    this.#body = message.body
    this.#headers = message.getHeaders()
  }

  headers(): Fields2 {
    return Fields2.frozen(this.#headers)
  }

  consume(): IncomingBody | typeof failed {
    if (this.#isConsumed) return failed
    this.#isConsumed = true
    return new IncomingBody(new BodySource(this.#body))
  }

  [Symbol.dispose](): void {
    if (!this.#isConsumed) this.#body.drop()
  }
}

/** The resource `wasi:http/types#incoming-request` of WASI 0.2. */
export class IncomingRequest extends IncomingMessage2 {
  readonly #request: Request

  constructor(request: Request) {
    super(request)
    this.#request = request
  }

  method(): Method {
    return this.#request.getMethod()
  }

  pathWithQuery(): string | undefined {
    return this.#request.getPathWithQuery()
  }

  scheme(): Scheme | undefined {
    return this.#request.getScheme()
  }

  authority(): string | undefined {
    return this.#request.getAuthority()
  }
}

/** The resource `wasi:http/types#incoming-response` of WASI 0.2. */
export class IncomingResponse extends IncomingMessage2 {
  readonly #status: number

  constructor(response: Response) {
    super(response)
    this.#status = response.getStatusCode()
  }

  status(): number {
    return this.#status
  }
}

/** The resource `wasi:http/types#incoming-body` of WASI 0.2. */
export class IncomingBody {
  readonly #source: BodySource
  #hasStream = false
  #isFinished = false

  constructor(source: BodySource) {
    this.#source = source
  }

  static finish(body: IncomingBody): FutureTrailers {
    body.#isFinished = true
    return new FutureTrailers(body.#source)
  }

  stream(): InputStream | typeof failed {
    if (this.#hasStream) return failed
    this.#hasStream = true
    return new InputStream(this.#source)
  }

  [Symbol.dispose](): void {
    if (!this.#isFinished) this.#source.close()
  }
}

/** The resource `wasi:http/types#future-trailers` of WASI 0.2. What was not read of the body is read and forgotten. */
export class FutureTrailers extends Future2<Fields2 | undefined> {
  readonly #source: BodySource

  constructor(source: BodySource) {
    // Read when somebody asks.
    super(() => trailersOf(source))
    this.#source = source
  }

  [Symbol.dispose](): void {
    this.#source.close()
  }
}

async function trailersOf(source: BodySource): Promise<Fields2 | undefined> {
  while (source.over === undefined)
    if (source.take(Number.POSITIVE_INFINITY) === undefined) await source.ready()
  if (source.over.error !== undefined) throw source.over.error
  const outcome = await source.trailers
  if (outcome.tag === 'err') throw new HttpError(outcome.val)
  return outcome.val && Fields2.frozen(outcome.val)
}

/** The resource `wasi:http/types#future-incoming-response` of WASI 0.2. */
export class FutureIncomingResponse extends Future2<IncomingResponse> {
  readonly #sent: Promise<Response> & { readonly [cancelCall]?: () => unknown }

  constructor(sent: Promise<Response>) {
    super(() => sent.then((response) => new IncomingResponse(response)))
    this.#sent = sent
    this.begin()
  }

  /** The request is given up if there is no answer yet. */
  [Symbol.dispose](): void {
    if (!this.isSettled) this.#sent[cancelCall]?.()
    this.untaken().then((response) => response?.[Symbol.dispose]())
  }
}
