import { Chunk, Result, Stream, StreamWriter } from '@weft/assemblyscript/assembly/component'
import { Entry, Store } from './store'
import { returnHandle } from './gen/exports/wasi-http-handler'
import {
  createResultNoneErrorCodeFuture, createResultOptionFieldsErrorCodeFuture, createU8Stream,
} from './gen/streams'
import { handle as forward } from './gen/wasi-http-handler'
import { ErrorCode, Fields, Request, Response } from './gen/wasi-http-types'

/** Longer bodies are passed on, and not kept. */
const longestBody = 64 * 1024
const store = new Store(1024 * 1024)

export async function handle(request: Request): Promise<void> {
  const path = cacheablePath(request)
  if (path !== null && store.has(path)) {
    request.drop()
    await answerFrom(store.get(path))
    return
  }
  const answer = await forward(request)
  if (path === null || answer.isErr) {
    returnHandle(answer)
    return
  }
  const headers = answer.value.getHeaders()
  if (!isCacheable(answer.value, headers)) {
    headers.drop()
    returnHandle(answer)
    return
  }
  await passOn(path, answer.value, headers)
}

/** The path of a request that may be answered from the cache, which looks at nothing else. */
function cacheablePath(request: Request): string | null {
  if (!request.getMethod().isGet) return null
  const headers = request.getHeaders()
  const isPlain = !headers.has('authorization') && !headers.has('range') && !headers.has('cookie')
  headers.drop()
  return isPlain ? request.getPathWithQuery() : null
}

function isCacheable(response: Response, headers: Fields): bool {
  if (response.getStatusCode() != 200 || headers.has('cache-control') || headers.has('vary')) return false
  const lengths = headers.get('content-length')
  if (lengths.length != 1) return true
  return I64.parseInt(String.UTF8.decode(lengths[0].buffer)) <= longestBody
}

async function answerFrom(entry: Entry): Promise<void> {
  const headers = entry.headers.clone()
  headers.append('x-cache', hit)
  const body = createU8Stream()
  const trailers = createResultOptionFieldsErrorCodeFuture()
  const made = Response.new_(headers, body.reader, trailers.reader)
  made._1.drop()
  returnHandle(Result.ok<Response, ErrorCode>(made._0))
  // The entry's memory is read where it lies: bodies that are kept do not change.
  await body.writer.write(entry.body)
  body.writer.drop()
  await trailers.writer.write(Result.ok<Fields | null, ErrorCode>(null))
}

/** Passes a response on, and keeps it once it is whole. */
async function passOn(path: string, original: Response, headers: Fields): Promise<void> {
  const sent = createResultNoneErrorCodeFuture()
  const consumed = Response.consumeBody(original, sent.reader)
  const body = createU8Stream()
  const trailers = createResultOptionFieldsErrorCodeFuture()
  const made = Response.new_(headers.clone(), body.reader, trailers.reader)
  returnHandle(Result.ok<Response, ErrorCode>(made._0))
  const kept = await copy(consumed._0, body.writer)
  const outcome = await consumed._1
  if (kept !== null && outcome.isOk && outcome.value === null) store.put(path, new Entry(headers, kept))
  else headers.drop()
  await trailers.writer.write(outcome)
  await sent.writer.write(await made._1)
}

/** Copies a body. Gives it if it was read to its end and is not too long. */
async function copy(source: Stream<u8>, sink: StreamWriter<u8>): Promise<Chunk<u8> | null> {
  const piece = new Chunk<u8>(16 * 1024)
  const whole = new Growing()
  while (await source.read(piece)) {
    whole.add(piece)
    if (!(await sink.write(piece))) break
  }
  const isWhole = !sink.ended
  sink.drop()
  source.drop()
  return isWhole ? whole.take() : null
}

/** Bytes that are kept as long as they are not too many. */
class Growing {
  private chunk: Chunk<u8> = new Chunk<u8>(1024)
  private tooMany: bool = false

  add(piece: Chunk<u8>): void {
    const length = this.chunk.length + piece.length
    if (this.tooMany || length > longestBody) {
      this.tooMany = true
      return
    }
    if (length > this.chunk.capacity) this.grow(length)
    memory.copy(this.chunk.address + this.chunk.length, piece.address, piece.length)
    this.chunk.length = length
  }

  take(): Chunk<u8> | null {
    return this.tooMany ? null : this.chunk
  }

  private grow(length: i32): void {
    const old = this.chunk
    this.chunk = new Chunk<u8>(min(longestBody, max(length, 2 * old.capacity)))
    memory.copy(this.chunk.address, old.address, old.length)
    this.chunk.length = old.length
  }
}

const hit = Uint8Array.wrap(String.UTF8.encode('hit'))
