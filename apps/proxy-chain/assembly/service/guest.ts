import {
  Chunk, FutureWriter, Poll, Result, StreamWriter, Task, Tuple2,
} from '@weft/assemblyscript/assembly/component'
import { returnHandle } from './gen/exports/wasi-http-handler'
import { createResultOptionFieldsErrorCodeFuture, createU8Stream } from './gen/streams'
import { ErrorCode, Fields, Request, Response } from './gen/wasi-http-types'

const chunkBytes = 64 * 1024
const prefix = '/bytes/'
const hello = Chunk.utf8('Hello from a component\n')
/** What long bodies are made of. */
const letters = lettersOf(chunkBytes)

const enum State {
  Start,
  Written,
  Ended,
}

/** Answers `/bytes/N` with N bytes, other paths with a greeting. The length is in `content-length`. */
export class Handle extends Task {
  private left: i64 = hello.length
  /** What the body ends with. */
  private last: Chunk<u8> = hello
  private writer!: StreamWriter<u8>
  private trailers!: FutureWriter<Result<Fields | null, ErrorCode>>

  constructor(request: Request) {
    super()
    const path = request.getPathWithQuery()
    request.drop()
    if (path !== null && path.startsWith(prefix)) {
      this.left = max<i64>(I64.parseInt(path.substring(prefix.length)), 0)
      this.last = lettersOf(<i32>(this.left % chunkBytes))
    }
  }

  resume(): Poll {
    while (true) {
      switch (this.state) {
        case State.Start:
          returnHandle(Result.ok<Response, ErrorCode>(this.response()))
        case State.Written: {
          if (this.left > 0 && !this.writer.ended) {
            const chunk = this.left >= chunkBytes ? letters : this.last
            this.left -= chunk.length
            if (!this.ready(this.writer.write(chunk), State.Written)) return Poll.Pending
            continue
          }
          this.writer.drop()
          const none = this.trailers.write(Result.ok<Fields | null, ErrorCode>(null))
          if (!this.ready(none, State.Ended)) return Poll.Pending
        }
        default:
          return Poll.Done
      }
    }
  }

  private response(): Response {
    const fields = Fields.fromList([
      new Tuple2('content-type', ascii('text/plain')),
      new Tuple2('content-length', ascii(this.left.toString())),
    ])
    const body = createU8Stream()
    const trailers = createResultOptionFieldsErrorCodeFuture()
    this.writer = body.writer
    this.trailers = trailers.writer
    const made = Response.new_(fields.value, body.reader, trailers.reader)
    made._1.drop()
    return made._0
  }
}

function lettersOf(length: i32): Chunk<u8> {
  const chunk = new Chunk<u8>(length)
  for (let i = 0; i < length; i++) chunk.push(<u8>(0x61 + (i % 26)))
  return chunk
}

function ascii(text: string): Uint8Array {
  return Uint8Array.wrap(String.UTF8.encode(text))
}
