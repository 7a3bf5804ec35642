import { closed } from '../../host/byte-sink.js'
import { OutputStream } from '../../io/output-stream.js'
import { Body } from '../body.js'
import type { Fields } from '../fields.js'
import { HttpError, internalError } from '../http-error.js'
import type { ErrorCode, Outcome, TrailersOutcome } from '../http-types.js'
import { BodyPipe } from './body-pipe.js'
import { failed } from './failed.js'

/** The error of a body that is not as long as its `content-length`. */
export type WrongLength = 'HTTP-request-body-size' | 'HTTP-response-body-size'

/** The resource `wasi:http/types#outgoing-body` of WASI 0.2. One that is dropped before `finish` breaks its message off. */
export class OutgoingBody {
  /** For hosts: what is to be sent. */
  readonly contents: Body
  readonly #pipe: BodyPipe
  readonly #trailers = Promise.withResolvers<TrailersOutcome>()
  readonly #declared: number | undefined
  readonly #wrongLength: WrongLength
  #hasStream = false
  #isFinished = false

  constructor(headers: Fields, wrongLength: WrongLength) {
    this.#declared = declaredBy(headers)
    this.#wrongLength = wrongLength
    this.#pipe = new BodyPipe(this.#declared ?? Number.POSITIVE_INFINITY, this.#tooLong)
    this.contents = new Body(this.#pipe, this.#trailers.promise)
    this.#trailers.promise.catch(() => undefined)
  }

  static finish(body: OutgoingBody, trailers: Fields | undefined): Outcome<void, ErrorCode> {
    const error = body.#lengthError()
    body.#trailers.resolve(error ? { tag: 'err', val: error } : { tag: 'ok', val: trailers })
    body.#end()
    return error ? { tag: 'err', val: error } : { tag: 'ok' }
  }

  write(): OutputStream | typeof failed {
    if (this.#hasStream) return failed
    this.#hasStream = true
    return new OutputStream(this.#pipe)
  }

  /** For hosts: nobody writes it any more, because of an error if there is one. */
  breakOff(cause?: unknown): void {
    if (this.#isFinished) return
    if (cause === undefined)
      this.#trailers.resolve({ tag: 'err', val: internalError('the body was dropped before its end') })
    else this.#trailers.reject(cause)
    this.#end()
  }

  [Symbol.dispose](): void {
    this.breakOff()
  }

  #end(): void {
    this.#isFinished = true
    this.#pipe.end(closed)
  }

  readonly #tooLong = (): HttpError => {
    const val = this.#sizeError()
    this.#trailers.resolve({ tag: 'err', val })
    return new HttpError(val)
  }

  #lengthError(): ErrorCode | undefined {
    const { bytes, error } = this.#pipe
    const declared = this.#declared ?? bytes
    // A body that nobody took may be too short.
    return bytes > declared || (bytes < declared && error === undefined) ? this.#sizeError() : undefined
  }

  #sizeError(): ErrorCode {
    return { tag: this.#wrongLength, val: BigInt(this.#pipe.bytes) }
  }
}

/** Undefined also if there are several: whoever sends the message refuses it. */
function declaredBy(headers: Fields): number | undefined {
  try {
    return headers.contentLength()
  } catch {
    return undefined
  }
}
