import { Future, FutureWriter, Poll, Result, Task, Unit } from '@weft/assemblyscript/assembly/component'
import { returnHandle } from './gen/exports/wasi-http-handler'
import { createResultNoneErrorCodeFuture } from './gen/streams'
import { HandleCall, handle } from './gen/wasi-http-handler'
import { ErrorCode, Fields, Request, Response } from './gen/wasi-http-types'

const name = 'via'
const value = Uint8Array.wrap(String.UTF8.encode('1.1 weft'))

const enum State {
  Start,
  Answered,
  Received,
  Told,
}

export class Handle extends Task {
  private call!: HandleCall
  private received!: Future<Result<Unit, ErrorCode>>
  private sent!: FutureWriter<Result<Unit, ErrorCode>>

  constructor(private readonly request: Request) {
    super()
  }

  resume(): Poll {
    switch (this.state) {
      case State.Start:
        this.call = handle(this.request)
        if (!this.ready(this.call, State.Answered)) return Poll.Pending
      case State.Answered: {
        const answer = this.call.value
        if (answer.isErr) {
          returnHandle(answer)
          return Poll.Done
        }
        returnHandle(Result.ok<Response, ErrorCode>(this.edited(answer.value)))
        // Whoever made the body is told how it was received.
        if (!this.ready(this.received, State.Received)) return Poll.Pending
      }
      case State.Received: {
        const outcome = this.received.value
        this.received.drop()
        if (!this.ready(this.sent.write(outcome), State.Told)) return Poll.Pending
      }
      default:
        return Poll.Done
    }
  }

  /** The same response with other headers. Its body is the stream that came, and does not pass through here. */
  private edited(original: Response): Response {
    const status = original.getStatusCode()
    const headers = headersOf(original)
    const sent = createResultNoneErrorCodeFuture()
    this.sent = sent.writer
    const body = Response.consumeBody(original, sent.reader)
    const made = Response.new_(headers, body._0, body._1)
    this.received = made._1
    if (status != 200) made._0.setStatusCode(status)
    return made._0
  }
}

/** A response's headers cannot be changed: a copy of them, with one more. */
function headersOf(response: Response): Fields {
  const original = response.getHeaders()
  const headers = original.clone()
  original.drop()
  headers.append(name, value)
  return headers
}
