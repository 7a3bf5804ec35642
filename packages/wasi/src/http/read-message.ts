import { ResourceError } from '@weft/component'
import type { Body } from './body.js'
import { readBody } from './body-reader.js'
import type { Fields } from './fields.js'
import { HttpError, internalError } from './http-error.js'
import type { ErrorCode, TrailersOutcome } from './http-types.js'
import type { Request } from './request.js'
import type { Response } from './response.js'

/**
 * Takes the body of a request or response. Whoever made it learns how it was received: that it was read to its end, that it
 * was not (`connection-terminated`), or how it failed. Throws `ResourceError` if the body was taken before.
 */
export function readMessage(message: Request | Response): ReceivedBody {
  return new ReceivedBody(message.body.take())
}

/** A body, to be read once: chunk by chunk, or as a whole. */
export class ReceivedBody implements AsyncIterable<Uint8Array> {
  /** What follows the body. Rejects with an `HttpError` if the body is not whole. Settles when it was read. */
  readonly trailers: Promise<Fields | undefined>
  readonly #body: Body
  #isRead = false

  constructor(body: Body) {
    this.#body = body
    // Components may write the trailers before they end the body, and wait until they are read.
    this.trailers = Promise.resolve(body.trailers.then(trailersIn))
    this.trailers.catch(() => undefined)
  }

  /** Ends with an `HttpError` if the body is not whole, with a `ResourceError` if it was read before. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, undefined, undefined> {
    if (this.#isRead) throw new ResourceError('the body was read before')
    this.#isRead = true
    const { contents, trailers, transmission } = this.#body
    const reader = contents === undefined ? undefined : readBody(contents)
    let error: ErrorCode | undefined = { tag: 'connection-terminated' }
    try {
      for (;;) {
        const chunk = await reader?.read(Number.POSITIVE_INFINITY)
        if (!(chunk instanceof Uint8Array)) break
        yield chunk
      }
      await this.trailers
      error = undefined
    } catch (cause) {
      error = cause instanceof HttpError ? cause.payload : internalError('the body broke off')
      throw cause
    } finally {
      reader?.close()
      if (error !== undefined) trailers.close?.()
      transmission.settle(error)
    }
  }

  async bytes(): Promise<Uint8Array> {
    const chunks: Uint8Array[] = []
    for await (const chunk of this) chunks.push(chunk)
    return new Uint8Array(await new Blob(chunks as Uint8Array<ArrayBuffer>[]).arrayBuffer())
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes())
  }
}

function trailersIn(outcome: TrailersOutcome): Fields | undefined {
  if (outcome.tag === 'err') throw new HttpError(outcome.val, 'the body ended with an error')
  return outcome.val
}
