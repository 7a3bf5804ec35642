import { Chunk, Future, FutureWriter, Result, Stream, StreamWriter, Unit } from '@weft/assemblyscript/assembly/component'
import { returnHandle } from './gen/exports/wasi-http-handler'
import {
  createResultNoneErrorCodeFuture,
  createResultOptionFieldsErrorCodeFuture,
  createU8Stream,
} from './gen/streams'
import { handle as forward } from './gen/wasi-http-handler'
import { ErrorCode, Fields, Request, Response } from './gen/wasi-http-types'

type Trailers = Result<Fields | null, ErrorCode>

/** Both bodies and what follows them go through the component, which inverts each byte. */
export async function handle(request: Request): Promise<void> {
  const answer = await forward(remade(request))
  if (answer.isErr) {
    returnHandle(answer)
    return
  }
  const headers = answer.value.getHeaders()
  const status = answer.value.getStatusCode()
  const sent = createResultNoneErrorCodeFuture()
  const consumed = Response.consumeBody(answer.value, sent.reader)
  const body = createU8Stream()
  const trailers = createResultOptionFieldsErrorCodeFuture()
  const made = Response.new_(headers, body.reader, trailers.reader)
  made._0.setStatusCode(status)
  // Nobody here wants to know.
  made._1.drop()
  returnHandle(Result.ok<Response, ErrorCode>(made._0))
  await pump(consumed._0, consumed._1, body.writer, trailers.writer, sent.writer)
}

function remade(request: Request): Request {
  const method = request.getMethod()
  const path = request.getPathWithQuery()
  const scheme = request.getScheme()
  const authority = request.getAuthority()
  const headers = request.getHeaders()
  const sent = createResultNoneErrorCodeFuture()
  const consumed = Request.consumeBody(request, sent.reader)
  const body = createU8Stream()
  const trailers = createResultOptionFieldsErrorCodeFuture()
  const made = Request.new_(headers, body.reader, trailers.reader, null)
  made._1.drop()
  pump(consumed._0, consumed._1, body.writer, trailers.writer, sent.writer)
  const next = made._0
  next.setMethod(method)
  next.setPathWithQuery(path)
  next.setScheme(scheme)
  next.setAuthority(authority)
  return next
}

async function pump(
  source: Stream<u8>,
  end: Future<Trailers>,
  sink: StreamWriter<u8>,
  trailers: FutureWriter<Trailers>,
  received: FutureWriter<Result<Unit, ErrorCode>>,
): Promise<void> {
  const chunk = new Chunk<u8>(64)
  while (await source.read(chunk)) {
    for (let i = 0; i < chunk.length; i++) chunk[i] = ~chunk[i]
    if (!(await sink.write(chunk))) break
  }
  sink.drop()
  source.drop()
  assert(await trailers.write(await end))
  assert(await received.write(Result.ok<Unit, ErrorCode>(0)))
}
