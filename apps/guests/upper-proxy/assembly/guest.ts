import { Chunk, Result, Stream, StreamWriter } from '@weft/assemblyscript/assembly/component'
import { returnHandle } from './gen/exports/wasi-http-handler'
import { createResultNoneErrorCodeFuture, createU8Stream } from './gen/streams'
import { handle as forward } from './gen/wasi-http-handler'
import { ErrorCode, Fields, Request, Response } from './gen/wasi-http-types'

export async function handle(request: Request): Promise<void> {
  const answer = await forward(request)
  if (answer.isErr || isEncoded(answer.value)) {
    returnHandle(answer)
    return
  }
  const original = answer.value
  const status = original.getStatusCode()
  const headers = headersFor(original)
  const sent = createResultNoneErrorCodeFuture()
  const consumed = Response.consumeBody(original, sent.reader)
  const body = createU8Stream()
  const made = Response.new_(headers, body.reader, consumed._1)
  const response = made._0
  response.setStatusCode(status)
  returnHandle(Result.ok<Response, ErrorCode>(response))
  // The client has its response and reads the body while this goes on.
  await toUpperCase(consumed._0, body.writer)
  // Whoever made the body is told how it was received.
  await sent.writer.write(await made._1)
}

/** True if the bytes of the body are no text: they are compressed. */
function isEncoded(response: Response): bool {
  const headers = response.getHeaders()
  const encoded = headers.has('content-encoding')
  headers.drop()
  return encoded
}

/** The headers of a response, which cannot be changed, with one more. */
function headersFor(response: Response): Fields {
  const original = response.getHeaders()
  const headers = original.clone()
  original.drop()
  headers.append('via', Uint8Array.wrap(String.UTF8.encode('1.1 upper-proxy')))
  return headers
}

async function toUpperCase(source: Stream<u8>, sink: StreamWriter<u8>): Promise<void> {
  const chunk = new Chunk<u8>(4096)
  while (await source.read(chunk)) {
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]
      if (byte >= 0x61 && byte <= 0x7a) chunk[i] = byte - 0x20
    }
    if (!(await sink.write(chunk))) break
  }
  sink.drop()
  source.drop()
}
