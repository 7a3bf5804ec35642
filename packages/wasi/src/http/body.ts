import { ResourceError } from '@weft/component'
import type { Contents, Future, TrailersOutcome, TransmissionOutcome } from './http-types.js'
import { dropped, Transmission } from './transmission.js'

export type Trailers = Future<TrailersOutcome>

/**
 * A body on its way: the stream, what follows it, and whom to tell. All three are the very objects that came in: a body
 * that a guest takes and gives on goes back to the component as the component's own stream, and no byte is copied.
 */
export class Body {
  readonly contents: Contents | undefined
  readonly trailers: Trailers
  readonly transmission: Transmission
  #taken = false

  constructor(contents: Contents | undefined, trailers: Trailers, transmission = new Transmission()) {
    this.contents = contents
    this.trailers = trailers
    this.transmission = transmission
  }

  /** A guest takes the body, and says in `res` how it went. */
  consume(res: Future<TransmissionOutcome>): [Contents | undefined, Trailers] {
    this.take()
    this.transmission.follow(res)
    return [this.contents, this.trailers]
  }

  /** The host takes the body; it settles `transmission`. Throws `ResourceError` if somebody has it. */
  take(): this {
    if (this.#taken) throw new ResourceError('the body was taken before')
    this.#taken = true
    return this
  }

  /** Nobody takes the body any more. */
  drop(): void {
    if (this.#taken) return
    this.#taken = true
    closeContents(this.contents)
    this.trailers.close?.()
    this.transmission.resolve(dropped)
  }
}

/** Whoever writes the body is told that nobody reads it any more. */
export function closeContents(contents: Contents | undefined): void {
  const stream = contents as
    | { close?(): void; return?(): unknown; cancel?(): Promise<void>; getReader?(): unknown }
    | undefined
  if (!stream) return
  if (stream.close) stream.close()
  else if (stream.return) stream.return()
  // A stream that somebody reads cannot be cancelled from here; its reader does that.
  else stream.cancel?.().catch(() => undefined)
}

/** A future of trailers that are known to be none. */
export const noTrailers: Trailers = /* @__PURE__ */ Promise.resolve({ tag: 'ok', val: undefined })
