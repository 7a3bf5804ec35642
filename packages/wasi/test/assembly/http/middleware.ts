import { Future, FutureWriter, Result, Unit } from '@weft/assemblyscript/assembly/component'
import { returnHandle } from './gen/exports/wasi-http-handler'
import { createResultNoneErrorCodeFuture } from './gen/streams'
import { handle as forward } from './gen/wasi-http-handler'
import { ErrorCode, Fields, Request, Response } from './gen/wasi-http-types'

function bytes(text: string): Uint8Array {
  return Uint8Array.wrap(String.UTF8.encode(text))
}

/** A header more, both ways; bodies pass as they are. */
export async function handle(request: Request): Promise<void> {
  const answer = await forward(further(request))
  if (answer.isErr) {
    returnHandle(answer)
    return
  }
  const original = answer.value
  const status = original.getStatusCode()
  const headers = withVia(original.getHeaders())
  const sent = createResultNoneErrorCodeFuture()
  const consumed = Response.consumeBody(original, sent.reader)
  const made = Response.new_(headers, consumed._0, consumed._1)
  made._0.setStatusCode(status)
  returnHandle(Result.ok<Response, ErrorCode>(made._0))
  await sent.writer.write(await made._1)
}

function withVia(original: Fields): Fields {
  const headers = original.clone()
  original.drop()
  headers.append('via', bytes('1.1 weft'))
  return headers
}

function further(request: Request): Request {
  const method = request.getMethod()
  const path = request.getPathWithQuery()
  const scheme = request.getScheme()
  const authority = request.getAuthority()
  const headers = withVia(request.getHeaders())
  const sent = createResultNoneErrorCodeFuture()
  const consumed = Request.consumeBody(request, sent.reader)
  const made = Request.new_(headers, consumed._0, consumed._1, null)
  passOn(made._1, sent.writer)
  const next = made._0
  next.setMethod(method)
  next.setPathWithQuery(path)
  next.setScheme(scheme)
  next.setAuthority(authority)
  return next
}

async function passOn(
  from: Future<Result<Unit, ErrorCode>>,
  to: FutureWriter<Result<Unit, ErrorCode>>,
): Promise<void> {
  await to.write(await from)
}
