import { types } from '@bytecodealliance/preview3-shim/http'
import { describe, expect, it } from 'vitest'
import { ComponentError, Store } from '../../src/index.js'
import { type Forwarded, forwarder } from './forwarder.js'
import { expectedBytes, streamExports } from './stream-exports.js'

// The shim's declarations lack what generated code calls.
interface Shim {
  readonly Fields: new () => object
  readonly Request: { prototype: object }
  readonly RequestOptions: new () => object
}
const { Fields, Request, RequestOptions } = types as unknown as Shim

/** The part of `wasi:http/types` that takes and gives resources, streams and futures. */
const httpTypes = `
  (import "fields" (type $fields (sub resource)))
  (import "request" (type $request (sub resource)))
  (import "request-options" (type $request-options (sub resource)))
  (type $error-code' (variant
    (case "HTTP-request-body-size" (option u64)) (case "internal-error" (option string))))
  (import "error-code" (type $error-code (eq $error-code')))
  (type $header-error' (variant (case "invalid-syntax") (case "forbidden") (case "immutable")))
  (import "header-error" (type $header-error (eq $header-error')))
  (type $value (list u8))
  (type $bytes (stream u8))
  (type $no-bytes (option $bytes))
  (type $own-fields (own $fields))
  (type $no-fields (option $own-fields))
  (type $trailers-or-not (result $no-fields (error $error-code)))
  (type $trailers (future $trailers-or-not))
  (type $own-options (own $request-options))
  (type $no-options (option $own-options))
  (type $sent-or-not (result (error $error-code)))
  (type $sent (future $sent-or-not))`

const functions: Forwarded[] = [
  {
    name: 'from-list',
    importName: '[static]fields.from-list',
    type: '(param "entries" (list (tuple string $value))) (result (result (own $fields) (error $header-error)))',
    params: ['i32', 'i32'],
    result: 'pointer',
  },
  {
    name: 'new-request',
    importName: '[static]request.new',
    type: `(param "headers" (own $fields)) (param "contents" $no-bytes) (param "trailers" $trailers)
      (param "options" $no-options) (result (tuple (own $request) $sent))`,
    params: ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
    result: 'pointer',
  },
  {
    name: 'consume-body',
    importName: '[static]request.consume-body',
    type: '(param "this" (own $request)) (param "res" $sent) (result (tuple $bytes $trailers))',
    params: ['i32', 'i32'],
    result: 'pointer',
  },
]

type Bytes = AsyncIterable<Uint8Array>
interface Http {
  fromList(entries: [string, Uint8Array][]): object
  newRequest(
    headers: object,
    contents: unknown,
    trailers: unknown,
    options?: object,
  ): [object, PromiseLike<unknown>]
  consumeBody(request: object, sent: unknown): [Bytes, PromiseLike<{ tag: string; val: unknown }>]
}

const component = await forwarder(functions, httpTypes)

async function http(errors: unknown[] = [], store?: Store): Promise<Http> {
  const { exports } = await component.instantiate(
    { Fields, Request, RequestOptions },
    { onError: (error) => errors.push(error), store },
  )
  return exports as never
}

const never = new Promise(() => undefined)
const noTrailers = Promise.resolve({ tag: 'ok', val: undefined })

async function bytesOf(body: Bytes): Promise<number[]> {
  const bytes: number[] = []
  for await (const chunk of body) bytes.push(...chunk)
  return bytes
}

function entry(name: string, value: string): [string, Uint8Array] {
  return [name, new TextEncoder().encode(value)]
}

describe('preview3-shim', () => {
  it('gets the objects it made, and the component’s streams', async () => {
    const { fromList, newRequest, consumeBody } = await http()
    const { produce } = await streamExports('u8')
    const headers = fromList([entry('accept', 'text/plain')])
    expect(headers).toBeInstanceOf(Fields)
    const [request] = newRequest(headers, await produce(1000, 100), noTrailers, new RequestOptions())
    expect(request).toBeInstanceOf(Request)
    const [body, trailers] = consumeBody(request, never)
    expect(await bytesOf(body)).toEqual(expectedBytes(1000))
    expect(await trailers).toEqual({ tag: 'ok', val: undefined })
  })

  it('gets futures it may observe at once, and gives others', async () => {
    const { fromList, newRequest, consumeBody } = await http()
    const fields = fromList([entry('checksum', '1')])
    const [request] = newRequest(fromList([]), undefined, Promise.resolve({ tag: 'ok', val: fields }))
    const [body, trailers] = consumeBody(request, never)
    expect(await bytesOf(body)).toEqual([])
    expect((await trailers).val).toBe(fields)
  })

  it('finds a body that is as long as its content-length', async () => {
    const { fromList, newRequest, consumeBody } = await http()
    const { produce } = await streamExports('u8')
    const [request] = newRequest(fromList([entry('content-length', '20')]), await produce(20, 7), noTrailers)
    expect(await bytesOf(consumeBody(request, never)[0])).toEqual(expectedBytes(20))
  })

  it('rejects one that is longer before any of it is read', async () => {
    const errors: unknown[] = []
    const store = new Store()
    const { fromList, newRequest, consumeBody } = await http(errors, store)
    const { produce, written } = await streamExports('u8', { store })
    const [request] = newRequest(fromList([entry('content-length', '20')]), await produce(30, 30), noTrailers)
    expect(await bytesOf(consumeBody(request, never)[0])).toEqual([])
    expect(errors).toEqual([{ tag: 'HTTP-request-body-size', val: 30n }])
    expect(written()).toBe(0)
  })

  it('answers with errors that have a payload', async () => {
    const { fromList } = await http()
    const error = (() => {
      try {
        return fromList([entry('not a name', '')])
      } catch (thrown) {
        return thrown
      }
    })()
    expect(error).toBeInstanceOf(ComponentError)
    expect((error as ComponentError).payload).toEqual({ tag: 'invalid-syntax', val: undefined })
  })

  it('refuses options that it did not make', async () => {
    const { fromList, newRequest } = await http()
    expect(() => newRequest(fromList([]), undefined, noTrailers, {} as never)).toThrow(TypeError)
  })
})
