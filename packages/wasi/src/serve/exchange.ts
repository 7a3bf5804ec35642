import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import { WeftError } from '@weft/core'
import { closeContents } from '../http/body.js'
import { HttpError } from '../http/http-error.js'
import type { TransmissionOutcome } from '../http/http-types.js'
import { IncomingBody } from '../http/incoming-body.js'
import type { Request } from '../http/request.js'
import type { Response } from '../http/response.js'
import { sendBody } from '../http/send-body.js'
import { dropped } from '../http/transmission.js'
import { callHandler, type HandlerCall } from './call-handler.js'
import { statusOf } from './error-status.js'
import type { Handler } from './find-handler.js'
import type { InstancePool, Slot } from './instance-pool.js'
import { readRequest } from './read-request.js'
import { BadResponseError, ClientGoneError, HttpLimitError } from './serve-errors.js'
import type { RequestSummary, ServeLimits } from './serve-options.js'

/** What the requests of a server have in common. */
export interface ExchangeContext {
  readonly pool: InstancePool
  readonly handler: Handler
  readonly limits: ServeLimits
  readonly closing: boolean
  report(error: unknown, request: RequestSummary): void
}

/** How long a component may take to answer after it said that it could not take the request. */
const patienceMs = 500

/** A request and its response. */
export class Exchange {
  readonly #context: ExchangeContext
  readonly #message: IncomingMessage
  readonly #out: ServerResponse
  readonly #controller = new AbortController()
  #timer: NodeJS.Timeout | undefined = undefined
  /** Why it was given up. */
  #failure: unknown = undefined
  #request: Request | undefined = undefined
  #ended!: () => void

  constructor(context: ExchangeContext, message: IncomingMessage, out: ServerResponse) {
    this.#context = context
    this.#message = message
    this.#out = out
  }

  /** Resolves when the client has its response, or there is none to be had any more. Never rejects. */
  async run(): Promise<void> {
    const { responseMs } = this.#context.limits
    if (responseMs > 0) this.#timer = setTimeout(this.#late, responseMs)
    this.#out.on('close', this.#closed)
    // The component may take its time to be cancelled; nobody waits for that.
    const ended = new Promise<void>((resolve) => {
      this.#ended = resolve
    })
    this.#answer().then(this.#ended)
    await ended
    clearTimeout(this.#timer)
    this.#out.off('close', this.#closed)
  }

  /** Gives it up: the client gets an error if its response has not begun, else its connection is cut. */
  fail(error: unknown): void {
    if (this.#failure !== undefined) return
    this.#failure = error
    clearTimeout(this.#timer)
    if (error instanceof ClientGoneError) this.#out.destroy()
    else {
      this.#report(error)
      this.#refuse(statusOf(error))
    }
    this.#controller.abort(error)
    const contents = this.#request?.body.contents
    // Node says nothing of its end once the response is sent, and a component may wait for it.
    if (contents instanceof IncomingBody) contents.fail({ tag: 'connection-terminated' })
    this.#ended()
  }

  async #answer(): Promise<void> {
    let slot: Slot | undefined
    const { handler, limits, pool } = this.#context
    try {
      const request = readRequest(this.#message, limits.maximumBodyBytes, this.#tooLong)
      this.#request = request
      request.body.transmission.then(this.#received)
      slot = await pool.take(this.#controller.signal)
      if (this.#failure !== undefined) return
      const call = this.#call(slot, request)
      if (handler.isPreview2) {
        this.#releaseAfter(call, slot)
        slot = undefined
      }
      await this.#send(await call.response)
    } catch (error) {
      this.#failed(error, slot)
    } finally {
      if (slot !== undefined) pool.release(slot)
    }
  }

  /**
   * An instance of WASI 0.2 can be called again when its call has ended, before or after its response was sent; until
   * then it is at work, and nothing can be said of its state.
   */
  #releaseAfter({ ended }: HandlerCall, slot: Slot): void {
    ended.catch((error) => this.#failed(error, slot)).finally(() => this.#context.pool.release(slot))
  }

  #call(slot: Slot, request: Request): HandlerCall {
    const { handler, limits, pool } = this.#context
    const { signal } = this.#controller
    slot.served++
    const call = callHandler(handler, slot.instance, request, signal)
    let timer: NodeJS.Timeout | undefined
    const cancelled = () => {
      timer = setTimeout(() => pool.retire(slot), limits.cancelMs)
      timer.unref()
    }
    signal.addEventListener('abort', cancelled)
    const ended = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', cancelled)
    }
    call.ended.then(ended, ended)
    return call
  }

  async #send(response: Response): Promise<void> {
    clearTimeout(this.#timer)
    if (this.#failure !== undefined) {
      response.body.drop()
      return
    }
    const out = this.#out
    const status = response.getStatusCode()
    const headers = response.getHeaders()
    const raw = headers.toRaw()
    const declared = declaredBy(response)
    const body = response.body.take()
    if (status < 200) {
      closeContents(body.contents)
      throw new BadResponseError(`the status ${status} is none that a response can have`)
    }
    if (this.#context.closing) out.shouldKeepAlive = false
    if (this.#message.method === 'HEAD' || status === 204 || status === 304) {
      closeContents(body.contents)
      out.writeHead(status, raw).end()
      body.transmission.settle(undefined)
      return
    }
    const start = (length: number | undefined) => {
      if (length !== undefined && declared === undefined) raw.push('content-length', String(length))
      out.writeHead(status, raw)
    }
    const stallMs = this.#context.limits.stallMs || undefined
    try {
      await sendBody(body, out, { start, declared, wrongLength: 'HTTP-response-body-size', stallMs })
    } catch (error) {
      throw isGone(error) ? error : new BadResponseError((error as HttpError).message, { cause: error })
    }
  }

  #failed(error: unknown, slot: Slot | undefined): void {
    if (WeftError.isInstance(error) && error.code === 'cancelled') return
    // A trap, of the call or of the task that writes the body, which takes all with it that the instance does.
    if (slot !== undefined && !slot.instance.canBeEntered) this.#context.pool.discard(slot)
    this.fail(isGone(error) ? new ClientGoneError() : error)
  }

  readonly #closed = (): void => {
    if (!this.#out.writableFinished) this.fail(new ClientGoneError())
  }

  /** The component says how it received the request's body. If it did not, it may never answer, or may yet. */
  readonly #received = (outcome: TransmissionOutcome): void => {
    if (outcome.tag === 'ok' || outcome === dropped || this.#failure !== undefined) return
    const error = new HttpError(outcome.val, `the component could not take the request: ${outcome.val.tag}`)
    if (this.#out.headersSent) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.fail(error), patienceMs)
  }

  readonly #late = (): void => {
    const { responseMs } = this.#context.limits
    this.fail(new HttpLimitError('response-time', `the component did not answer in ${responseMs} ms`))
  }

  readonly #tooLong = (bytes: number): void => {
    const { maximumBodyBytes } = this.#context.limits
    const message = `the request body has ${bytes} bytes or more, the limit is ${maximumBodyBytes}`
    this.fail(new HttpLimitError('body-bytes', message))
  }

  #report(error: unknown): void {
    const { method = '', url = '' } = this.#message
    this.#context.report(error, { method, url })
  }

  #refuse(status: number): void {
    if (this.#out.writableFinished) return
    if (this.#out.headersSent) this.#out.destroy()
    else refuse(this.#out, status, status === 413 || this.#context.closing)
  }
}

/** An answer without the component. It says what the status means, and nothing of what went on inside. */
export function refuse(out: ServerResponse, status: number, last: boolean): void {
  const text = `${status} ${STATUS_CODES[status] ?? 'Error'}\n`
  if (last) out.shouldKeepAlive = false
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'content-length': text.length }
  out.writeHead(status, headers).end(text)
}

/** The length that the head promises. A response with several such promises is dropped. */
function declaredBy(response: Response): number | undefined {
  try {
    return response.getHeaders().contentLength()
  } catch (error) {
    response.body.drop()
    throw error
  }
}

function isGone(error: unknown): boolean {
  return (
    error instanceof HttpError && error.payload.tag === 'connection-terminated' && error.cause === undefined
  )
}
