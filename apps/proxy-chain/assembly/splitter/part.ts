import {
  Chunk, Future, FutureWriter, Result, Stream, StreamWriter, Unit,
} from '@weft/assemblyscript/assembly/component'
import { createResultNoneErrorCodeFuture } from './gen/streams'
import { ErrorCode, Fields, Response } from './gen/wasi-http-types'

const contentLength = 'content-length'
const contentType = 'content-type'

/** The body of one upstream's response. */
export class Part {
  readonly body: Stream<u8>
  readonly trailers: Future<Result<Fields | null, ErrorCode>>
  private readonly sent: FutureWriter<Result<Unit, ErrorCode>>

  constructor(response: Response) {
    const sent = createResultNoneErrorCodeFuture()
    const consumed = Response.consumeBody(response, sent.reader)
    this.body = consumed._0
    this.trailers = consumed._1
    this.sent = sent.writer
  }

  /** Tells who made the body how it was received. What was not read of it is given up. */
  end(received: Result<Unit, ErrorCode>): FutureWriter<Result<Unit, ErrorCode>> {
    this.body.drop()
    this.trailers.drop()
    return this.sent.write(received)
  }
}

/** Passes a body on until it ends or nobody reads it any more. */
export async function copy(source: Stream<u8>, sink: StreamWriter<u8>): Promise<void> {
  const chunk = new Chunk<u8>(64 * 1024)
  while (await source.read(chunk)) if (!(await sink.write(chunk))) break
  source.drop()
}

/** Of responses that follow each other: the type of the first, and the sum of the lengths if all are known. */
export function mergedHeaders(responses: Array<Response>): Fields {
  const merged = new Fields()
  let length: i64 = 0
  for (let i = 0; i < responses.length; i++) {
    const headers = responses[i].getHeaders()
    const lengths = headers.get(contentLength)
    if (lengths.length == 1) length += I64.parseInt(String.UTF8.decode(lengths[0].buffer))
    else length = i64.MIN_VALUE
    if (i == 0) merged.set(contentType, headers.get(contentType))
    headers.drop()
  }
  if (length >= 0) merged.append(contentLength, ascii(length.toString()))
  merged.append('x-parts', ascii(responses.length.toString()))
  return merged
}

/** The first that is not 200, if there is one. */
export function mergedStatus(responses: Array<Response>): u16 {
  for (let i = 0; i < responses.length; i++) {
    const status = responses[i].getStatusCode()
    if (status != 200) return status
  }
  return 200
}

function ascii(text: string): Uint8Array {
  return Uint8Array.wrap(String.UTF8.encode(text))
}
