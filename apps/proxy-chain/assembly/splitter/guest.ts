import { Call, Result } from '@weft/assemblyscript/assembly/component'
import { returnHandle } from './gen/exports/wasi-http-handler'
import {
  createResultNoneErrorCodeFuture, createResultOptionFieldsErrorCodeFuture, createU8Stream,
} from './gen/streams'
import { Part, copy, mergedHeaders, mergedStatus } from './part'
import { ErrorCode, Fields, Request, Response } from './gen/wasi-http-types'
import { handle as askFirst } from './gen/weft-proxy-chain-first'
import { handle as askSecond } from './gen/weft-proxy-chain-second'
import { handle as askThird } from './gen/weft-proxy-chain-third'

type Answer = Result<Response, ErrorCode>

/** Asks all three at once. Their bodies follow each other; one that fails makes all fail. */
export async function handle(request: Request): Promise<void> {
  const asked = new Copies(request)
  const calls: Array<Call<Answer>> = [askFirst(asked.next()), askSecond(asked.next()), askThird(asked.next())]
  asked.drop()
  const responses = new Array<Response>()
  for (let i = 0; i < calls.length; i++) {
    const answer = await calls[i]
    if (answer.isOk) responses.push(answer.value)
    else if (!asked.failed) {
      asked.failed = true
      returnHandle(answer)
    }
  }
  if (asked.failed) for (let i = 0; i < responses.length; i++) responses[i].drop()
  else await merge(responses)
}

/** Makes requests that ask for the same, without a body. */
class Copies {
  failed: bool = false
  private readonly headers: Fields

  constructor(private readonly request: Request) {
    this.headers = request.getHeaders()
  }

  next(): Request {
    const headers = this.headers.clone()
    headers.delete_('content-length')
    const trailers = createResultOptionFieldsErrorCodeFuture()
    const made = Request.new_(headers, null, trailers.reader, null)
    trailers.writer.write(Result.ok<Fields | null, ErrorCode>(null))
    made._1.drop()
    const copy = made._0
    copy.setMethod(this.request.getMethod())
    copy.setPathWithQuery(this.request.getPathWithQuery())
    copy.setScheme(this.request.getScheme())
    copy.setAuthority(this.request.getAuthority())
    return copy
  }

  drop(): void {
    this.headers.drop()
    this.request.drop()
  }
}

async function merge(responses: Array<Response>): Promise<void> {
  const headers = mergedHeaders(responses)
  const body = createU8Stream()
  const trailers = createResultOptionFieldsErrorCodeFuture()
  const made = Response.new_(headers, body.reader, trailers.reader)
  made._0.setStatusCode(mergedStatus(responses))
  returnHandle(Result.ok<Response, ErrorCode>(made._0))
  const parts = new Array<Part>()
  for (let i = 0; i < responses.length; i++) parts.push(new Part(responses[i]))
  let outcome = Result.ok<Fields | null, ErrorCode>(null)
  for (let i = 0; i < parts.length && outcome.isOk; i++) {
    await copy(parts[i].body, body.writer)
    const followed = await parts[i].trailers
    if (followed.isErr) outcome = followed
    else if (followed.value !== null) followed.value!.drop()
  }
  body.writer.drop()
  await trailers.writer.write(outcome)
  const received = await made._1
  for (let i = 0; i < parts.length; i++) await parts[i].end(received)
}
