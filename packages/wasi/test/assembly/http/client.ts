import { Chunk, Result, Some, Stream, StreamWriter, Unit, Future, FutureWriter } from '@weft/assemblyscript/assembly/component'
import {
  createResultNoneErrorCodeFuture,
  createResultOptionFieldsErrorCodeFuture,
  createU8Stream,
} from './gen/streams'
import { send } from './gen/wasi-http-client'
import { ErrorCode, Fields, Method, Request, RequestOptions, Response, Scheme } from './gen/wasi-http-types'

let transmission = ''

export async function fetch(
  method: string,
  authority: string,
  path: string,
  body: Uint8Array,
  length: Some<u64> | null,
  timeout: Some<u64> | null,
): Promise<string> {
  const headers = new Fields()
  headers.append('X-Client', Uint8Array.wrap(String.UTF8.encode('guest')))
  if (length !== null)
    headers.append('content-length', Uint8Array.wrap(String.UTF8.encode(length.value.toString())))
  const contents = createU8Stream()
  const trailers = createResultOptionFieldsErrorCodeFuture()
  const options = new RequestOptions()
  options.setConnectTimeout(timeout)
  options.setFirstByteTimeout(timeout)
  const made = Request.new_(headers, contents.reader, trailers.reader, options)
  const request = made._0
  const setMethod = request.setMethod(method == 'GET' ? Method.get() : method == 'POST' ? Method.post() : Method.other(method))
  if (setMethod.isErr) return 'method refused'
  request.setScheme(Scheme.http())
  if (request.setAuthority(authority).isErr) return 'authority refused'
  if (path != '' && request.setPathWithQuery(path).isErr) return 'path refused'
  transmission = 'pending'
  watch(made._1)
  write(body, contents.writer, trailers.writer)
  const answer = await send(request)
  if (answer.isErr) return 'error ' + nameOf(answer.error) + ', transmission ' + transmission
  const response = answer.value
  const status = response.getStatusCode()
  const sent = createResultNoneErrorCodeFuture()
  const consumed = Response.consumeBody(response, sent.reader)
  const text = await textOf(consumed._0)
  const end = await consumed._1
  const how = end.isErr ? nameOf(end.error) : 'whole'
  await sent.writer.write(Result.ok<Unit, ErrorCode>(0))
  return status.toString() + ' ' + text + ', ' + how + ', transmission ' + transmission
}

/**
 * Sends a request, and waits for everything there is to wait for: the answer, whether the body and its trailers were
 * taken, and the transmission. `late` writes the body when the answer is there.
 */
export async function exchange(
  method: string,
  authority: string,
  body: Uint8Array,
  length: Some<u64> | null,
  late: bool,
): Promise<string> {
  const headers = new Fields()
  if (length !== null) headers.append('Content-Length', Uint8Array.wrap(String.UTF8.encode(length.value.toString())))
  const contents = createU8Stream()
  const trailers = createResultOptionFieldsErrorCodeFuture()
  const made = Request.new_(headers, contents.reader, trailers.reader, null)
  const request = made._0
  request.setMethod(method == 'POST' ? Method.post() : method == 'CONNECT' ? Method.connect() : Method.get())
  request.setScheme(method == 'WS' ? Scheme.other('WS') : Scheme.http())
  request.setAuthority(authority)
  request.setPathWithQuery('/')
  const transmitted = transmissionOf(made._1)
  if (late) {
    const answer = await answerTo(request)
    const written = await writeAll(body, contents.writer, trailers.writer)
    return answer + ', ' + written + ', ' + (await transmitted)
  }
  const written = writeAll(body, contents.writer, trailers.writer)
  const answer = await answerTo(request)
  return answer + ', ' + (await written) + ', ' + (await transmitted)
}

async function answerTo(request: Request): Promise<string> {
  const answer = await send(request)
  if (answer.isErr) return nameOf(answer.error)
  const status = answer.value.getStatusCode().toString()
  // Nobody reads its body.
  answer.value.drop()
  return status
}

async function writeAll(
  body: Uint8Array,
  sink: StreamWriter<u8>,
  trailers: FutureWriter<Result<Fields | null, ErrorCode>>,
): Promise<string> {
  const chunk = new Chunk<u8>(body.length)
  for (let i = 0; i < body.length; i++) chunk.push(body[i])
  const taken = await sink.write(chunk)
  sink.drop()
  const followed = await trailers.write(Result.ok<Fields | null, ErrorCode>(null))
  return (taken ? 'body taken, ' : 'body left, ') + (followed ? 'trailers taken' : 'trailers left')
}

async function transmissionOf(future: Future<Result<Unit, ErrorCode>>): Promise<string> {
  const result = await future
  return 'transmission ' + (result.isErr ? nameOf(result.error) : 'ok')
}

async function watch(future: Future<Result<Unit, ErrorCode>>): Promise<void> {
  const result = await future
  transmission = result.isErr ? nameOf(result.error) : 'ok'
}

/** The trailers before the end of the body: whoever reads has to read both at once. */
async function write(
  body: Uint8Array,
  sink: StreamWriter<u8>,
  trailers: FutureWriter<Result<Fields | null, ErrorCode>>,
): Promise<void> {
  const chunk = new Chunk<u8>(body.length)
  for (let i = 0; i < body.length; i++) chunk.push(body[i])
  if (body.length > 0) await sink.write(chunk)
  await trailers.write(Result.ok<Fields | null, ErrorCode>(null))
  sink.drop()
}

async function textOf(source: Stream<u8>): Promise<string> {
  const chunk = new Chunk<u8>(65536)
  let text = ''
  let total = 0
  while (await source.read(chunk)) {
    total += chunk.length
    if (total < 1000) text += String.UTF8.decodeUnsafe(chunk.address, chunk.length)
  }
  source.drop()
  return total < 1000 ? text : total.toString() + ' bytes'
}

function nameOf(error: ErrorCode): string {
  if (error.isConnectionRefused) return 'connection-refused'
  if (error.isConnectionTerminated) return 'connection-terminated'
  if (error.isConnectionReadTimeout) return 'connection-read-timeout'
  if (error.isDnsError) return 'DNS-error'
  if (error.isHttpRequestDenied) return 'HTTP-request-denied'
  if (error.isHttpRequestUriInvalid) return 'HTTP-request-URI-invalid'
  if (error.isHttpProtocolError) return 'HTTP-protocol-error'
  if (error.isHttpResponseIncomplete) return 'HTTP-response-incomplete'
  if (error.isHttpRequestBodySize) {
    const size = error.httpRequestBodySize
    return 'HTTP-request-body-size ' + (size === null ? '?' : size.value.toString())
  }
  return 'another'
}
