import type { OutgoingMessage } from 'node:http'
import type { Body } from './body.js'
import { type BodyReader, readBody } from './body-reader.js'
import { HttpError, internalError } from './http-error.js'
import type { ErrorCode, TrailersOutcome } from './http-types.js'

export interface SendBodyOptions {
  /** Writes the head. A length that is undefined is not known yet. Called once, before anything is written. */
  readonly start: (length: number | undefined) => void
  /** The length that the head promises. */
  readonly declared: number | undefined
  /** The error of a body that is not as long as that. */
  readonly wrongLength: 'HTTP-request-body-size' | 'HTTP-response-body-size'
  /** The longest time that the receiver may take to take what was written, in milliseconds. */
  readonly stallMs?: number | undefined
}

/**
 * Sends a body that was taken, and its trailers, at the receiver's pace. Resolves when everything is with the system,
 * rejects with an `HttpError` (whoever made the body is told) and leaves `out` to the caller then.
 *
 * The head goes with the first bytes, or in the next turn of the event loop if there are none yet. A body that is whole
 * by then gets a `content-length`, and goes in one write with it.
 */
export async function sendBody(body: Body, out: OutgoingMessage, options: SendBodyOptions): Promise<void> {
  const sending = new Sending(body, out, options)
  try {
    await sending.run()
    body.transmission.settle(undefined)
  } catch (error) {
    const failure = error instanceof HttpError ? error : broken(error)
    body.transmission.settle(failure.payload)
    throw failure
  } finally {
    sending.end()
  }
}

class Sending {
  readonly #body: Body
  readonly #out: OutgoingMessage
  readonly #options: SendBodyOptions
  #reader: BodyReader | undefined = undefined
  #immediate: NodeJS.Immediate | undefined = undefined
  #started = false
  /** Bytes that wait for the head. */
  #held: Uint8Array | undefined = undefined
  #sent = 0
  /** Chunks that the system may not have taken yet. */
  readonly #unsent: Uint8Array[] = []
  #trailers: TrailersOutcome | undefined = undefined
  #failure: HttpError | undefined = undefined
  #wake: (() => void) | undefined = undefined
  #isFinished = false

  constructor(body: Body, out: OutgoingMessage, options: SendBodyOptions) {
    this.#body = body
    this.#out = out
    this.#options = options
  }

  async run(): Promise<void> {
    const { contents, trailers } = this.#body
    const out = this.#out
    out.on('close', this.#closed)
    out.once('finish', this.#finished)
    if (out.destroyed) this.#closed()
    // Guests may write the trailers before they end the body, and wait until they are read.
    trailers.then(this.#followed, (error) => this.#fail(broken(error)))
    if (contents === undefined) this.#finishEmpty()
    else {
      this.#immediate = setImmediate(this.#begin)
      this.#reader = readBody(contents)
      await this.#pump(this.#reader)
      while (this.#trailers === undefined) await this.#wait()
      // They may have come, with an error, while the last read was under way.
      this.#check()
      this.#finish()
    }
    await this.#waitFor(() => this.#isFinished)
  }

  /** Nothing of it is used any more. */
  end(): void {
    clearImmediate(this.#immediate)
    this.#out.off('close', this.#closed)
    if (this.#trailers === undefined) this.#body.trailers.close?.()
    this.#reader?.close()
  }

  /** Waits for whatever comes next: `drain`, trailers, a failure. */
  async #wait(): Promise<void> {
    if (this.#failure === undefined) await new Promise<void>(this.#pause)
    this.#check()
  }

  readonly #pause = (resolve: () => void): void => {
    this.#wake = resolve
  }

  readonly #goOn = (): void => {
    const wake = this.#wake
    this.#wake = undefined
    wake?.()
  }

  #check(): void {
    if (this.#failure !== undefined) throw this.#failure
  }

  #fail(error: HttpError): void {
    this.#failure ??= error
    // A read that is under way ends with that.
    this.#reader?.close()
    this.#goOn()
  }

  readonly #finished = (): void => {
    this.#isFinished = true
    this.#goOn()
  }

  readonly #closed = (): void => {
    if (!this.#isFinished) this.#fail(new HttpError({ tag: 'connection-terminated' }))
  }

  readonly #followed = (outcome: TrailersOutcome): void => {
    this.#trailers = outcome
    if (outcome.tag === 'err') this.#fail(new HttpError(outcome.val, 'the body ended with an error'))
    else this.#goOn()
  }

  async #pump(reader: BodyReader): Promise<void> {
    const { declared = Number.POSITIVE_INFINITY } = this.#options
    for (;;) {
      const read = reader.read(declared - this.#sent)
      const chunk = read instanceof Promise ? await read : read
      this.#check()
      if (chunk === 'end') break
      if (!(chunk instanceof Uint8Array)) throw this.#wrongLength(this.#sent + chunk.excess)
      this.#sent += chunk.length
      if (this.#sent > declared) throw this.#wrongLength(this.#sent)
      if (this.#held === undefined && this.#out.writableLength === 0) this.#free(reader)
      this.#unsent.push(chunk)
      if (!this.#write(chunk)) await this.#drained()
    }
    if (this.#options.declared !== undefined && this.#sent < declared) throw this.#wrongLength(this.#sent)
  }

  #free(reader: BodyReader): void {
    for (const chunk of this.#unsent) reader.free?.(chunk)
    this.#unsent.length = 0
  }

  #wrongLength(bytes: number): HttpError {
    const { wrongLength, declared } = this.#options
    const message = `the body has ${bytes} bytes, its content-length is ${declared}`
    return new HttpError({ tag: wrongLength, val: BigInt(bytes) }, message)
  }

  #write(chunk: Uint8Array): boolean {
    if (!this.#started) {
      if (this.#held === undefined && this.#options.declared === undefined) {
        this.#held = chunk
        return true
      }
      this.#begin()
    }
    return this.#out.write(chunk)
  }

  /** Sends the head, and what waits for it. */
  readonly #begin = (): void => {
    if (this.#started || this.#failure !== undefined) return
    this.#started = true
    clearImmediate(this.#immediate)
    try {
      this.#options.start(undefined)
      if (this.#held === undefined) this.#out.flushHeaders()
      else this.#out.write(this.#held)
      this.#held = undefined
    } catch (error) {
      this.#fail(broken(error))
    }
  }

  #finish(): void {
    const trailers = this.#trailers?.tag === 'ok' ? this.#trailers.val : undefined
    if (trailers !== undefined) {
      this.#begin()
      this.#out.addTrailers(pairsOf(trailers.toRaw()))
    }
    if (this.#started) this.#out.end()
    else this.#finishWhole()
  }

  #finishWhole(): void {
    this.#started = true
    this.#options.start(this.#held?.length ?? 0)
    this.#out.end(this.#held)
  }

  /** A body that is none has no trailers either: HTTP/1.1 has no place for them. */
  #finishEmpty(): void {
    const { declared } = this.#options
    if (declared !== undefined && declared > 0) throw this.#wrongLength(0)
    this.#finishWhole()
  }

  async #drained(): Promise<void> {
    this.#out.on('drain', this.#goOn)
    try {
      await this.#waitFor(() => !this.#out.writableNeedDrain)
    } finally {
      this.#out.off('drain', this.#goOn)
    }
  }

  /** Waits for the receiver. */
  async #waitFor(isDone: () => boolean): Promise<void> {
    if (isDone()) return
    const { stallMs } = this.#options
    const timer = stallMs === undefined ? undefined : setTimeout(this.#stalled, stallMs)
    try {
      do await this.#wait()
      while (!isDone())
    } finally {
      clearTimeout(timer)
    }
  }

  readonly #stalled = (): void => {
    this.#fail(new HttpError({ tag: 'connection-write-timeout' }))
  }
}

function pairsOf(raw: readonly string[]): [string, string][] {
  const pairs: [string, string][] = []
  for (let index = 0; index < raw.length; index += 2) pairs.push([raw[index]!, raw[index + 1]!])
  return pairs
}

/** The guest that writes the body has trapped, or the source of the host has failed. */
function broken(cause: unknown): HttpError {
  const message = cause instanceof Error ? cause.message : String(cause)
  const code: ErrorCode = internalError('the body broke off')
  return new HttpError(code, `the body broke off: ${message}`, { cause })
}
