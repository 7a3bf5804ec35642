import { Chunk, Future, Result, Stream, StreamWriter, Unit } from '@weft/assemblyscript/assembly/component'
import { returnHandle } from './gen/exports/wasi-http-handler'
import {
  createResultNoneErrorCodeFuture,
  createResultOptionFieldsErrorCodeFuture,
  createU8Stream,
} from './gen/streams'
import { waitFor } from './gen/wasi-clocks-monotonic-clock'
import { ErrorCode, Fields, HeaderError, Request, Response } from './gen/wasi-http-types'

const millisecond: u64 = 1000000
/** Calls that have gone on after their response, and have ended. */
let finished = 0

function bytes(text: string): Uint8Array {
  return Uint8Array.wrap(String.UTF8.encode(text))
}

function plain(): Fields {
  const headers = new Fields()
  headers.append('content-type', bytes('text/plain'))
  return headers
}

/** Returns a response, and does not want to know how it is received. */
function answer(headers: Fields, body: Stream<u8> | null, trailers: Future<Result<Fields | null, ErrorCode>>, status: u16 = 200): void {
  const made = Response.new_(headers, body, trailers)
  made._1.drop()
  made._0.setStatusCode(status)
  returnHandle(Result.ok<Response, ErrorCode>(made._0))
}

/** Answers with a text, and is done. */
async function say(headers: Fields, text: string): Promise<void> {
  const body = createU8Stream()
  const trailers = createResultOptionFieldsErrorCodeFuture()
  answer(headers, body.reader, trailers.reader)
  await body.writer.write(Chunk.utf8(text))
  body.writer.drop()
  await trailers.writer.write(Result.ok<Fields | null, ErrorCode>(null))
}

export async function handle(request: Request): Promise<void> {
  const given = request.getPathWithQuery()
  const path = given === null ? '/' : given
  if (path == '/echo') return await echo(request)
  if (path == '/copy') return await copy(request)
  if (path == '/pump') return await pumpAll(request)
  if (path == '/refuse') return await refuse(request)
  if (path == '/headers') return await say(plain(), refusals(request))
  request.drop()
  if (path == '/hello') return await say(plain(), 'Hello, world!\n')
  if (path == '/slow') {
    await waitFor(100 * millisecond)
    return await say(plain(), 'slow\n')
  }
  if (path == '/hang') {
    await waitFor(1000000 * millisecond)
    return
  }
  if (path == '/early') {
    await say(plain(), 'early\n')
    await waitFor(300 * millisecond)
    finished++
    return
  }
  if (path == '/never-ends') {
    await say(plain(), 'early\n')
    await waitFor(1000000 * millisecond)
    return
  }
  if (path == '/finished') return await say(plain(), finished.toString())
  if (path == '/trailers') return await trailersAfter()
  if (path == '/drip') return await drip()
  if (path == '/endless') return await endless()
  if (path == '/error') {
    returnHandle(Result.err<Response, ErrorCode>(ErrorCode.connectionRefused()))
    return
  }
  if (path == '/empty') {
    return await empty(204)
  }
  if (path == '/trap-before') unreachable()
  if (path == '/trap-during') return await trapDuring()
  if (path == '/trap-after') {
    await say(plain(), 'then a trap\n')
    await waitFor(10 * millisecond)
    unreachable()
  }
  if (path == '/short') return await withLength('10', 'short')
  if (path == '/long') return await withLength('10', 'longer than ten bytes')
  if (path == '/exact') return await withLength('10', 'ten bytes\n')
  if (path == '/bad-status') {
    return await empty(101)
  }
  await empty(404)
}

/** A status, and no body. */
async function empty(status: u16): Promise<void> {
  const trailers = createResultOptionFieldsErrorCodeFuture()
  answer(plain(), null, trailers.reader, status)
  await trailers.writer.write(Result.ok<Fields | null, ErrorCode>(null))
}

/** The stream of the request is the stream of the response. */
async function echo(request: Request): Promise<void> {
  const sent = createResultNoneErrorCodeFuture()
  const headers = request.getHeaders()
  const consumed = Request.consumeBody(request, sent.reader)
  const made = Response.new_(headers, consumed._0, consumed._1)
  returnHandle(Result.ok<Response, ErrorCode>(made._0))
  await sent.writer.write(await made._1)
}

/** Byte by byte through the component, while the request still comes. */
async function copy(request: Request): Promise<void> {
  const sent = createResultNoneErrorCodeFuture()
  const consumed = Request.consumeBody(request, sent.reader)
  const body = createU8Stream()
  const made = Response.new_(plain(), body.reader, consumed._1)
  returnHandle(Result.ok<Response, ErrorCode>(made._0))
  await pump(consumed._0, body.writer)
  await sent.writer.write(await made._1)
}

/** Headers, body and trailers of the request, each by way of the component; traps if one is not taken. */
async function pumpAll(request: Request): Promise<void> {
  const sent = createResultNoneErrorCodeFuture()
  const headers = request.getHeaders()
  const consumed = Request.consumeBody(request, sent.reader)
  const body = createU8Stream()
  const trailers = createResultOptionFieldsErrorCodeFuture()
  answer(headers, body.reader, trailers.reader)
  await pump(consumed._0, body.writer)
  assert(await trailers.writer.write(await consumed._1))
  assert(await sent.writer.write(Result.ok<Unit, ErrorCode>(0)))
}

async function pump(source: Stream<u8>, sink: StreamWriter<u8>): Promise<void> {
  const chunk = new Chunk<u8>(16384)
  while (await source.read(chunk)) if (!(await sink.write(chunk))) break
  sink.drop()
  source.drop()
}

function refusalOf(name: string, result: HeaderError | null): string {
  if (result === null) return name + ': ok\n'
  return name + ': ' + (result.isInvalidSyntax ? 'invalid-syntax' : result.isForbidden ? 'forbidden' : result.isImmutable ? 'immutable' : 'other') + '\n'
}

function append(fields: Fields, name: string, value: string): string {
  const result = fields.append(name, bytes(value))
  return refusalOf(name, result.isErr ? result.error : null)
}

function refusals(request: Request): string {
  const fields = new Fields()
  const theirs = request.getHeaders()
  const said = (
    append(fields, 'x-injected', 'a\r\nset-cookie: b') +
    append(fields, 'x-null', 'a\0b') +
    append(fields, 'bad name', 'a') +
    append(fields, 'Connection', 'close') +
    append(fields, 'content-length', 'many') +
    append(theirs, 'x-more', 'a')
  )
  theirs.drop()
  request.drop()
  return said
}

async function trailersAfter(): Promise<void> {
  const body = createU8Stream()
  const trailers = createResultOptionFieldsErrorCodeFuture()
  answer(plain(), body.reader, trailers.reader)
  await body.writer.write(Chunk.utf8('body'))
  body.writer.drop()
  const fields = new Fields()
  fields.append('x-sum', bytes('42'))
  await trailers.writer.write(Result.ok<Fields | null, ErrorCode>(fields))
}

/** Three pieces with pauses between them. */
async function drip(): Promise<void> {
  const body = createU8Stream()
  const trailers = createResultOptionFieldsErrorCodeFuture()
  answer(plain(), body.reader, trailers.reader)
  for (let i = 0; i < 3; i++) {
    await waitFor(30 * millisecond)
    if (!(await body.writer.write(Chunk.utf8('piece\n')))) break
  }
  body.writer.drop()
  await trailers.writer.write(Result.ok<Fields | null, ErrorCode>(null))
}

/** As long as somebody reads. */
async function endless(): Promise<void> {
  const body = createU8Stream()
  const trailers = createResultOptionFieldsErrorCodeFuture()
  answer(plain(), body.reader, trailers.reader)
  const chunk = new Chunk<u8>(16384)
  chunk.length = 16384
  while (await body.writer.write(chunk)) {}
  body.writer.drop()
  finished++
  await trailers.writer.write(Result.ok<Fields | null, ErrorCode>(null))
}

async function refuse(request: Request): Promise<void> {
  const sent = createResultNoneErrorCodeFuture()
  Request.consumeBody(request, sent.reader)
  await sent.writer.write(Result.err<Unit, ErrorCode>(ErrorCode.internalError('no')))
  await waitFor(1000000 * millisecond)
}

async function trapDuring(): Promise<void> {
  const body = createU8Stream()
  const trailers = createResultOptionFieldsErrorCodeFuture()
  answer(plain(), body.reader, trailers.reader)
  await body.writer.write(Chunk.utf8('half'))
  await waitFor(20 * millisecond)
  unreachable()
}

async function withLength(length: string, text: string): Promise<void> {
  const headers = plain()
  headers.append('content-length', bytes(length))
  await say(headers, text)
}
