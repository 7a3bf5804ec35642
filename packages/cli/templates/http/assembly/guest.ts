import { Chunk, Result } from '@weft/assemblyscript/assembly/component'
import { returnHandle } from './gen/exports/wasi-http-handler'
import { createResultOptionFieldsErrorCodeFuture, createU8Stream } from './gen/streams'
import { ErrorCode, Fields, Request, Response } from './gen/wasi-http-types'

export async function handle(request: Request): Promise<void> {
  const path = request.getPathWithQuery()
  request.drop()
  const body = createU8Stream()
  const trailers = createResultOptionFieldsErrorCodeFuture()
  const made = Response.new_(contentType('text/plain; charset=utf-8'), body.reader, trailers.reader)
  // Nobody here wants to know how it is received.
  made._1.drop()
  // The body is sent while this goes on.
  returnHandle(Result.ok<Response, ErrorCode>(made._0))
  for (let line = 1; line <= 3; line++) {
    const text = line.toString() + ': ' + (path === null ? '/' : path) + '\n'
    // False once nobody reads any more.
    if (!(await body.writer.write(Chunk.utf8(text)))) break
  }
  body.writer.drop()
  await trailers.writer.write(Result.ok<Fields | null, ErrorCode>(null))
}

function contentType(value: string): Fields {
  const headers = new Fields()
  headers.append('content-type', Uint8Array.wrap(String.UTF8.encode(value)))
  return headers
}
