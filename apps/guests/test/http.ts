import { types } from '@bytecodealliance/preview3-shim/http'
import { chunksOf } from './bytes.js'
import type { GuestExports, GuestFunction } from './runtime.js'

// The shim's declarations lack what generated code calls.
interface Fields {
  copyAll(): [string, Uint8Array][]
}
export interface Response {
  getStatusCode(): number
  setStatusCode(code: number): void
  getHeaders(): Fields
  _resolve(result: unknown): void
}
interface Shim {
  readonly Fields: { new (): Fields; fromList(entries: readonly [string, Uint8Array][]): Fields }
  readonly Request: { new: (...values: unknown[]) => [object, PromiseLike<unknown>] }
  readonly Response: {
    new: (headers: Fields, contents: unknown, trailers: unknown) => [Response]
    consumeBody(response: Response, res: unknown): [AsyncIterable<Uint8Array>, unknown]
  }
}
const { Fields, Request } = types as unknown as Shim
export const { Response } = types as unknown as Shim

const noTrailers = Promise.resolve({ tag: 'ok', val: undefined })
export const never = new Promise(() => undefined)

/** What a handler is given besides its service: the shim's types. */
export function httpImports(handle: (request: object) => unknown): Record<string, unknown> {
  return {
    'wasi:http/types': types,
    'wasi:http/handler': { handle: async (request: object) => handle(request) },
  }
}

/** The answer to a request without a body. */
export async function answerTo(exports: GuestExports): Promise<Response> {
  const handler = exports['wasi:http/handler@0.3.0'] as { readonly handle: GuestFunction }
  const [request] = Request.new(new Fields(), undefined, noTrailers, undefined)
  return (await handler.handle(request)) as Response
}

export function serviceOf(header: readonly string[], ...body: readonly string[]): Response {
  const [name, value] = header
  const headers = Fields.fromList(name === undefined ? [] : [[name, new TextEncoder().encode(value)]])
  const [response] = Response.new(headers, { read: readerOf(body) }, noTrailers)
  response.setStatusCode(203)
  return response
}

function readerOf(texts: readonly string[]): () => Promise<Uint8Array | null> {
  const chunks = chunksOf(...texts)
  return async () => (await chunks.next()).value ?? null
}

export function headersOf(response: Response): Record<string, string> {
  const decoder = new TextDecoder()
  return Object.fromEntries(
    response
      .getHeaders()
      .copyAll()
      .map(([name, value]) => [name, decoder.decode(value)]),
  )
}

export async function textOf(response: Response): Promise<string> {
  const [body] = Response.consumeBody(response, never)
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body) text += decoder.decode(chunk, { stream: true })
  return text
}
