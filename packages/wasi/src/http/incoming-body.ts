import type { IncomingMessage } from 'node:http'
import { Body } from './body.js'
import { Eventually } from './eventually.js'
import { Fields } from './fields.js'
import {
  type ByteSource,
  type ErrorCode,
  type Future,
  isByteSource,
  type TrailersOutcome,
} from './http-types.js'

type Result = IteratorResult<Uint8Array, undefined>

export interface IncomingBodyOptions {
  /** What a body is that its sender did not finish. */
  readonly incomplete: ErrorCode
  /** The most bytes, and what is done about more: the body ends with the error. */
  readonly limit?: number | undefined
  readonly onExcess?: ((bytes: number) => ErrorCode) | undefined
  /** The longest pause that is waited for, in milliseconds. */
  readonly pauseMs?: number | undefined
  /** Nobody reads what still comes. Default: it is thrown away. */
  readonly abandon?: ((message: IncomingMessage) => void) | undefined
}

const smallestFreed = 16 * 1024

const ended: Result = { value: undefined, done: true }
const none: TrailersOutcome = { tag: 'ok', val: undefined }

/**
 * The body of a message that Node receives. Pulled, so that the sender feels the pace of whoever reads; bytes that are
 * there are given without a promise. It is looked at only when somebody reads.
 */
export class IncomingBody implements ByteSource {
  readonly [isByteSource] = true
  readonly message: IncomingMessage
  readonly trailers: IncomingTrailers
  readonly #options: IncomingBodyOptions
  #bytes = 0
  #listening = false
  #ended = false
  #waiter: ((result: Result) => void) | undefined = undefined
  #timer: NodeJS.Timeout | undefined = undefined

  constructor(message: IncomingMessage, options: IncomingBodyOptions) {
    this.message = message
    this.#options = options
    this.trailers = new IncomingTrailers(this)
  }

  /** The body of a message; one that has none says so without a stream. */
  static of(message: IncomingMessage, options: IncomingBodyOptions): Body {
    const body = new IncomingBody(message, options)
    return new Body(hasBody(message) ? body : undefined, body.trailers)
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Result | Promise<Result> {
    this.listen()
    const result = this.#take()
    return result ?? new Promise(this.#wait)
  }

  /** For hosts: nothing more comes. Node does not say so of a message whose response has been sent. */
  fail(error: ErrorCode): void {
    if (!this.#ended) this.#end({ tag: 'err', val: error })
  }

  /** Nobody reads any more. */
  return(): void {
    if (this.#ended) return
    this.#end(none)
    const { abandon } = this.#options
    if (abandon === undefined || this.message.complete) this.message.resume()
    else abandon(this.message)
  }

  /**
   * Gives the memory back at once. V8 lets some 64 MiB of chunks pile up before it looks for those that are garbage.
   * Smaller chunks share their memory with others.
   */
  free({ buffer, byteLength }: Uint8Array): void {
    if (byteLength >= smallestFreed && byteLength === buffer.byteLength) (buffer as ArrayBuffer).transfer(0)
  }

  /** Watches the message, from the first read on. */
  listen(): void {
    if (this.#listening) return
    this.#listening = true
    const { message } = this
    if (message.readableEnded || message.destroyed) {
      this.#closed()
      return
    }
    message.on('readable', this.#readable)
    message.on('end', this.#closed)
    message.on('close', this.#closed)
    message.on('error', this.#closed)
  }

  readonly #wait = (resolve: (result: Result) => void): void => {
    this.#waiter = resolve
    const { pauseMs } = this.#options
    if (pauseMs === undefined) return
    this.#timer = setTimeout(() => {
      this.#end({ tag: 'err', val: { tag: 'connection-read-timeout' } })
      this.message.destroy()
    }, pauseMs)
  }

  readonly #readable = (): void => {
    if (!this.#waiter) return
    const result = this.#take()
    if (result) this.#deliver(result)
  }

  readonly #closed = (): void => {
    if (this.#ended) return
    const { message } = this
    // A connection that breaks has its bytes still to be read.
    if (this.#waiter === undefined && message.readableLength > 0 && !message.destroyed) return
    this.#end(message.complete ? this.#trailersOf(message) : { tag: 'err', val: this.#options.incomplete })
  }

  #trailersOf({ rawTrailers }: IncomingMessage): TrailersOutcome {
    return rawTrailers.length === 0 ? none : { tag: 'ok', val: Fields.fromRaw(rawTrailers) }
  }

  #take(): Result | undefined {
    if (this.#ended) return ended
    const value = this.message.read() as Uint8Array | null
    if (value === null) return undefined
    this.#bytes += value.length
    const { limit, onExcess } = this.#options
    if (limit === undefined || this.#bytes <= limit) return { value, done: false }
    // Whoever hears of it gives the request up.
    this.#ended = true
    const error = onExcess?.(this.#bytes) ?? { tag: 'HTTP-request-body-size', val: BigInt(this.#bytes) }
    this.#end({ tag: 'err', val: error })
    return ended
  }

  #deliver(result: Result): void {
    clearTimeout(this.#timer)
    const waiter = this.#waiter
    this.#waiter = undefined
    waiter?.(result)
  }

  #end(outcome: TrailersOutcome): void {
    this.#ended = true
    const { message } = this
    message.off('readable', this.#readable)
    this.#deliver(ended)
    this.trailers.resolve(outcome)
  }
}

/** What follows the body; reading it does not read the body. */
class IncomingTrailers extends Eventually<TrailersOutcome> implements Future<TrailersOutcome> {
  readonly #body: IncomingBody

  constructor(body: IncomingBody) {
    super()
    this.#body = body
  }

  protected override ask(): void {
    this.#body.listen()
    if (!hasBody(this.#body.message)) this.resolve(none)
  }
}

/** RFC 9112, 6.3. */
function hasBody({ headers, method, statusCode }: IncomingMessage): boolean {
  if (headers['transfer-encoding'] !== undefined) return true
  const length = headers['content-length']
  if (length !== undefined) return length !== '0'
  // A response without a length ends with its connection; 204 and 304 have no body.
  return method === null && statusCode !== 204 && statusCode !== 304
}
