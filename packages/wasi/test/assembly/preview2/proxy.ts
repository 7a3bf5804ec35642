import { Result, Some } from '@weft/assemblyscript/assembly/component'
import { subscribeDuration } from './gen/wasi-clocks-monotonic-clock'
import { handle as send } from './gen/wasi-http-outgoing-handler'
import {
  ErrorCode,
  Fields,
  FutureTrailers,
  HeaderError,
  IncomingBody,
  IncomingRequest,
  IncomingResponse,
  Method,
  OutgoingBody,
  OutgoingRequest,
  OutgoingResponse,
  RequestOptions,
  ResponseOutparam,
  Scheme,
  httpErrorCode,
} from './gen/wasi-http-types'
import { StreamError } from './gen/wasi-io-streams'

function bytes(text: string): Uint8Array {
  return Uint8Array.wrap(String.UTF8.encode(text))
}

function textOf(bytes: Uint8Array): string {
  return String.UTF8.decodeUnsafe(bytes.dataStart, bytes.length)
}

function wait(milliseconds: u64): void {
  const pollable = subscribeDuration(milliseconds * 1000000)
  pollable.block()
  pollable.drop()
}

function nameOf(error: ErrorCode): string {
  if (error.isConnectionRefused) return 'connection-refused'
  if (error.isConnectionReadTimeout) return 'connection-read-timeout'
  if (error.isHttpRequestDenied) return 'HTTP-request-denied'
  if (error.isHttpResponseIncomplete) return 'HTTP-response-incomplete'
  if (error.isHttpRequestBodySize) return 'HTTP-request-body-size ' + error.httpRequestBodySize!.value.toString()
  if (error.isHttpResponseBodySize) return 'HTTP-response-body-size ' + error.httpResponseBodySize!.value.toString()
  return 'tag ' + (<i32>error.tag).toString()
}

function whyOf(error: StreamError): string {
  if (error.isClosed) return '.'
  const code = httpErrorCode(error.lastOperationFailed)
  return '!' + (code === null ? '?' : nameOf(code))
}

/** The text of a body, how it ended, and its trailer x-sum. */
function read(body: IncomingBody): string {
  const stream = body.stream().value
  let text = ''
  let chunk = stream.blockingRead(1000)
  while (chunk.isOk) {
    text += textOf(chunk.value)
    chunk = stream.blockingRead(1000)
  }
  text += whyOf(chunk.error)
  stream.drop()
  return text + trailerOf(IncomingBody.finish(body))
}

function trailerOf(future: FutureTrailers): string {
  const pollable = future.subscribe()
  pollable.block()
  pollable.drop()
  const outcome = future.get()!.value
  const again = future.get()!.isErr ? '' : ' twice'
  future.drop()
  if (outcome.isErr) return ' ' + nameOf(outcome.error) + again
  const trailers = outcome.value
  if (trailers === null) return again
  const values = trailers.get('x-sum')
  trailers.drop()
  return (values.length == 0 ? '' : ' x-sum ' + textOf(values[0])) + again
}

function respond(out: ResponseOutparam, headers: Fields, status: u16 = 200): OutgoingBody {
  const response = new OutgoingResponse(headers)
  response.setStatusCode(status)
  const body = response.body().value
  ResponseOutparam.set(out, Result.ok<OutgoingResponse, ErrorCode>(response))
  return body
}

function write(body: OutgoingBody, text: string): bool {
  const stream = body.write().value
  const isOk = stream.blockingWriteAndFlush(bytes(text)).isOk
  stream.drop()
  return isOk
}

function say(out: ResponseOutparam, text: string, status: u16 = 200): void {
  const body = respond(out, new Fields(), status)
  write(body, text)
  OutgoingBody.finish(body, null)
}

/** The body comes back while it still comes in, then its trailers. */
function echo(request: IncomingRequest, out: ResponseOutparam): void {
  const incoming = request.consume().value
  const body = respond(out, new Fields())
  const source = incoming.stream().value
  const sink = body.write().value
  while (sink.blockingSplice(source, 100000).isOk) {}
  source.drop()
  sink.drop()
  const future = IncomingBody.finish(incoming)
  const pollable = future.subscribe()
  pollable.block()
  pollable.drop()
  OutgoingBody.finish(body, future.get()!.value.value)
  future.drop()
}

function refusalOf(error: HeaderError): string {
  return error.isForbidden ? 'forbidden' : error.isImmutable ? 'immutable' : 'invalid-syntax'
}

/** What is said of a request, and of what may not be done with its headers. */
function describe(request: IncomingRequest): string {
  const headers = request.headers()
  const scheme = request.scheme()!.isHttp ? 'HTTP' : 'other'
  const authority = request.authority() === null ? 'none' : 'some'
  const method = request.method().isOther ? request.method().other : request.method().isPut ? 'PUT' : 'other'
  const own = headers.clone()
  own.set('x-list', [bytes('a'), bytes('b')])
  own.append('x-list', bytes('c'))
  own.delete_('x-mine')
  const entries = own.entries()
  let list = ''
  for (let i = 0; i < entries.length; i++) if (entries[i]._0 == 'x-list') list += textOf(entries[i]._1)
  const mine = textOf(headers.get('x-mine')[0]) + own.has('x-mine').toString()
  const refused = [
    refusalOf(headers.set('x', []).error),
    refusalOf(own.append('x', bytes('a\r\nb: c')).error),
    refusalOf(own.append('host', bytes('a')).error),
    refusalOf(own.append('x', new Uint8Array(200000).fill(65)).error),
  ]
  return [method, request.pathWithQuery()!, scheme, authority, list, mine, refused.join(' ')].join(', ')
}

function outgoing(authority: string, path: string): OutgoingRequest {
  const headers = new Fields()
  headers.append('x-from', bytes('guest'))
  const request = new OutgoingRequest(headers)
  request.setMethod(Method.post())
  request.setScheme(Scheme.http())
  request.setAuthority(authority)
  request.setPathWithQuery(path)
  return request
}

/** Sends a request, and waits for the response. */
function exchange(request: OutgoingRequest, body: string): Result<IncomingResponse, ErrorCode> {
  const sink = request.body().value
  const options = new RequestOptions()
  options.setFirstByteTimeout(new Some<u64>(500000000))
  const sent = send(request, options)
  if (sent.isErr) return Result.err<IncomingResponse, ErrorCode>(sent.error)
  write(sink, body)
  OutgoingBody.finish(sink, null)
  const future = sent.value
  const pollable = future.subscribe()
  pollable.block()
  pollable.drop()
  const outcome = future.get()!.value
  future.drop()
  return outcome
}

export function fetch(authority: string, path: string, body: string): string {
  const outcome = exchange(outgoing(authority, path), body)
  if (outcome.isErr) return 'error ' + nameOf(outcome.error)
  const response = outcome.value
  const status = response.status()
  const text = read(response.consume().value)
  response.drop()
  return status.toString() + ' ' + text
}

export function handle(request: IncomingRequest, out: ResponseOutparam): void {
  const path = request.pathWithQuery()!
  if (path == '/hello') return say(out, 'Hello, 0.2!\n', 201)
  if (path == '/echo') return echo(request, out)
  if (path == '/read') return say(out, read(request.consume().value))
  if (path.startsWith('/describe')) return say(out, describe(request))
  if (path == '/forward') return say(out, fetch('upstream.example', '/hello', 'x'))
  if (path == '/drip') {
    const body = respond(out, new Fields())
    const stream = body.write().value
    for (let i = 0; i < 3; i++) {
      wait(5)
      stream.blockingWriteAndFlush(bytes('piece\n'))
    }
    stream.drop()
    OutgoingBody.finish(body, null)
    return
  }
  if (path == '/endless') {
    const body = respond(out, new Fields())
    const stream = body.write().value
    while (stream.blockingWriteAndFlush(bytes('x'.repeat(4000))).isOk) {}
    return
  }
  if (path == '/before') {
    const response = new OutgoingResponse(new Fields())
    const body = response.body().value
    write(body, 'written before it is set')
    OutgoingBody.finish(body, null)
    ResponseOutparam.set(out, Result.ok<OutgoingResponse, ErrorCode>(response))
    return
  }
  if (path == '/short') {
    const headers = new Fields()
    headers.append('content-length', bytes('10'))
    const body = respond(out, headers)
    write(body, 'short')
    const finished = OutgoingBody.finish(body, null)
    if (finished.isOk || nameOf(finished.error) != 'HTTP-response-body-size 5') unreachable()
    return
  }
  if (path == '/over') {
    const headers = new Fields()
    headers.append('content-length', bytes('10'))
    const body = respond(out, headers)
    const stream = body.write().value
    const written = stream.blockingWriteAndFlush(bytes('longer than ten'))
    const why = written.isOk ? 'written' : whyOf(written.error)
    stream.drop()
    const finished = OutgoingBody.finish(body, null)
    if (why != '!HTTP-response-body-size 15' || finished.isOk) unreachable()
    return
  }
  if (path == '/unsent') {
    const response = new OutgoingResponse(new Fields())
    const unsent = response.body().value
    response.drop()
    const stream = unsent.write().value
    let count = 0
    let written = stream.blockingWriteAndFlush(bytes('x'.repeat(4000)))
    while (written.isOk && count++ < 100) written = stream.blockingWriteAndFlush(bytes('x'.repeat(4000)))
    return say(out, written.isOk ? 'written' : whyOf(written.error))
  }
  if (path == '/error') {
    ResponseOutparam.set(out, Result.err<OutgoingResponse, ErrorCode>(ErrorCode.connectionRefused()))
    return
  }
  if (path == '/unfinished') {
    write(respond(out, new Fields()), 'half')
    return
  }
  if (path == '/trap-before') unreachable()
  if (path == '/trap-during') {
    write(respond(out, new Fields()), 'half')
    wait(5)
    unreachable()
  }
  if (path == '/trap-after') {
    say(out, 'then a trap\n')
    wait(5)
    unreachable()
  }
  if (path == '/forever') return wait(1000000)
  if (path == '/late') {
    say(out, 'first\n')
    wait(50)
  }
}
