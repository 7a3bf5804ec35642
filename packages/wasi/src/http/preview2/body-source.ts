import { AheadSource } from '../../host/ahead-source.js'
import { regularEnd, type SourceEnd } from '../../host/byte-source.js'
import type { Body, Trailers } from '../body.js'
import { type BodyReader, readBody } from '../body-reader.js'
import { HttpError } from '../http-error.js'

/** The bytes of a body for a guest of WASI 0.2. */
export class BodySource extends AheadSource {
  readonly #body: Body
  readonly #reader: BodyReader | undefined

  /** Takes the body. */
  constructor(body: Body) {
    super()
    this.#body = body.take()
    this.#reader = body.contents === undefined ? undefined : readBody(body.contents)
  }

  /** What follows the bytes. */
  get trailers(): Trailers {
    return this.#body.trailers
  }

  protected override async next(): Promise<Uint8Array | SourceEnd> {
    const chunk = this.#reader ? await this.#reader.read(Number.POSITIVE_INFINITY) : 'end'
    return chunk instanceof Uint8Array ? chunk : this.#follow()
  }

  protected override release(): void {
    this.#reader?.close()
    this.#body.transmission.settle(undefined)
  }

  /** The trailers tell whether the body is whole. */
  async #follow(): Promise<SourceEnd> {
    const outcome = await this.#body.trailers
    return outcome.tag === 'ok' ? regularEnd : { error: new HttpError(outcome.val) }
  }
}
