import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Component } from '@weft/component'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createRequest } from '../src/http/create-message.js'
import { handlerOf } from '../src/http/handler-of.js'
import { readMessage } from '../src/http/read-message.js'
import { createWasi, type Denial, type WasiOptions } from '../src/node.js'
import { serve } from '../src/serve/serve.js'
import type { ServeOptions, Server } from '../src/serve/serve-options.js'
import { buildIn } from './support/guests.js'
import { ask, converse, leaveInMidBody, open, until } from './support/raw-client.js'

let guest: Component
let server: Server | undefined
let errors: unknown[] = []

beforeAll(async () => {
  guest = await buildIn('preview2', 'proxy', 'proxy')
})

afterEach(async () => {
  await server?.close({ graceMs: 0 })
  server = undefined
})

async function start(options: ServeOptions = {}): Promise<string> {
  errors = []
  const imports = (component: Component) => createWasi(component)
  server = await serve(guest, { imports, onError: (error) => errors.push(error), ...options })
  return server.url
}

const codes = () => errors.map((error) => (error as { code?: string }).code)

describe('incoming-handler of WASI 0.2', () => {
  test('answers; each request has an instance of its own', async () => {
    const url = await start()
    for (let round = 0; round < 3; round++)
      expect(await ask(`${url}hello`)).toMatchObject({ status: 201, body: 'Hello, 0.2!\n', whole: true })
    await until(() => server!.instances === 0 && server!.tasks === 0)
    expect(errors).toEqual([])
  })

  test('instances are used again on request', async () => {
    const url = await start({ limits: { maximumReuse: 100 } })
    for (let round = 0; round < 3; round++) expect((await ask(`${url}hello`)).status).toBe(201)
    await until(() => server!.tasks === 0)
    expect(server!.instances).toBe(1)
  })

  test('sees the request', async () => {
    const url = await start()
    const { body } = await ask(`${url}describe?a=b`, { method: 'PUT', headers: { 'X-Mine': 'yes' } })
    const refused = 'immutable invalid-syntax forbidden invalid-syntax'
    expect(body).toBe(`PUT, /describe?a=b, HTTP, some, abc, yesfalse, ${refused}`)
  })

  test('bodies stream both ways, with trailers', async () => {
    const url = await start()
    const { pieces, end } = await converse(`${url}echo`)
    expect(pieces).toEqual(['one', 'two'])
    expect(end).toMatchObject({ whole: true, trailers: { 'x-end': 'yes' } })
  })

  test('is called by its host, without a server', async () => {
    await using wasi = await createWasi(guest)
    using instance = await guest.instantiate({ ...wasi.imports }, { asyncImports: wasi.asyncImports })
    const request = createRequest('http://localhost/echo', { method: 'POST', body: 'a body' })
    const response = await handlerOf(instance).handle(request)
    expect(await readMessage(response).text()).toBe('a body')
    expect(await request.body.transmission).toEqual({ tag: 'ok' })
  })

  test('large bodies', async () => {
    const url = await start()
    const body = 'abcdefghij'.repeat(300_000)
    expect((await ask(`${url}echo`, { method: 'POST' }, body)).body === body).toBe(true)
  })

  test('bodies that come while the call goes on, or were written before the response was set', async () => {
    const url = await start()
    expect((await ask(`${url}drip`)).body).toBe('piece\n'.repeat(3))
    expect((await ask(`${url}before`)).body).toBe('written before it is set')
    expect((await ask(`${url}read`, { method: 'POST' }, 'text')).body).toBe('text.')
    expect((await ask(`${url}read`)).body).toBe('.')
    expect(errors).toEqual([])
  })

  test('many at once, each in an instance that does nothing else', async () => {
    const url = await start({ limits: { maximumInstances: 4 } })
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(`${url}late`)))
    expect(answers.map(({ body }) => body)).toEqual(Array(20).fill('first\n'))
    await until(() => server!.tasks === 0)
    expect(errors).toEqual([])
  })

  test('a client that goes away ends the writing', async () => {
    const url = await start()
    await leaveInMidBody(`${url}endless`)
    await until(() => server!.requests === 0 && server!.tasks === 0)
    expect(errors).toEqual([])
  })

  test.each([
    ['error', 502, 'component-error'],
    ['unfinished', 500, 'bad-response'],
    ['nothing-at-all', 500, 'bad-response'],
    ['trap-before', 500, 'trap'],
  ])('%s: status %i', async (path, status, code) => {
    const url = await start()
    expect((await ask(`${url}${path}`)).status).toBe(status)
    await until(() => errors.length > 0)
    expect(codes()).toEqual([code])
    expect((await ask(`${url}hello`)).status).toBe(201)
  })

  test.each([
    ['trap-during', 'trap'],
    ['short', 'bad-response'],
    ['over', 'bad-response'],
  ])('a body that broke off is not whole: %s', async (path, code) => {
    const url = await start()
    const answer = await ask(`${url}${path}`).catch(() => undefined)
    expect(answer?.whole && answer.status === 200).not.toBe(true)
    await until(() => errors.length > 0)
    expect(codes()).toEqual([code])
    expect((await ask(`${url}hello`)).status).toBe(201)
  })

  test('what is written for nobody is told so', async () => {
    const url = await start()
    expect((await ask(`${url}unsent`)).body).toBe('.')
    expect(await ask(`${url}endless`, { method: 'HEAD' })).toMatchObject({ status: 200, body: '' })
    await until(() => server!.tasks === 0)
    expect(errors).toEqual([])
  })

  test('a client that breaks its upload off leaves the instance to others', async () => {
    const url = await start({ limits: { maximumInstances: 1 } })
    const request = open(`${url}read`, { method: 'POST', headers: { 'content-length': 100 } })
    request.write('some')
    await until(() => server!.tasks === 1)
    request.destroy()
    await until(() => server!.tasks === 0)
    expect((await ask(`${url}hello`)).status).toBe(201)
    expect(errors).toEqual([])
  })

  test('a request that is late in its body is answered, and leaves the instance to others', async () => {
    const url = await start({ limits: { maximumInstances: 1, responseMs: 100 } })
    const request = open(`${url}read`, { method: 'POST', headers: { 'content-length': 100 } })
    request.write('some')
    const [message] = (await once(request, 'response')) as [IncomingMessage]
    expect(message.statusCode).toBe(504)
    await until(() => server!.tasks === 0)
    request.destroy()
    expect(codes()).toEqual(['http-limit'])
  })

  test('closing tells nobody of requests that wait', async () => {
    const url = await start({ limits: { maximumInstances: 1 } })
    const answers = [1, 2, 3].map(() => ask(`${url}forever`).catch(() => 'cut'))
    await until(() => server!.requests === 3 && server!.tasks === 1)
    await server!.close({ graceMs: 0 })
    expect(await Promise.all(answers)).toEqual(['cut', 'cut', 'cut'])
    expect(errors).toEqual([])
  })

  test('a trap after the response is told', async () => {
    const url = await start()
    expect(await ask(`${url}trap-after`)).toMatchObject({ body: 'then a trap\n', whole: true })
    await until(() => errors.length > 0)
    expect(codes()).toEqual(['trap'])
  })

  test('its requests go to the upstream', async () => {
    const upstream = await start()
    const imports = (component: Component) => createWasi(component)
    await using front = await serve(guest, { imports, handler: upstream })
    expect((await ask(`${front.url}forward`)).body).toBe('201 Hello, 0.2!\n.')
  })

  test('its requests are refused without a grant', async () => {
    const url = await start()
    expect((await ask(`${url}forward`)).body).toBe('error HTTP-request-denied')
    expect(String(errors[0])).toContain('--inherit-network')
  })
})

describe('outgoing-handler of WASI 0.2', () => {
  async function fetchFrom(
    answer: RequestListener,
    { path = '/', body = '', ...options }: WasiOptions & { path?: string; body?: string } = {},
  ): Promise<string> {
    const upstream = createServer(answer).listen(0, '127.0.0.1')
    await once(upstream, 'listening')
    const authority = `127.0.0.1:${(upstream.address() as AddressInfo).port}`
    try {
      return await fetchBy(authority, { network: true, ...options }, path, body)
    } finally {
      upstream.close()
      upstream.closeAllConnections()
    }
  }

  async function fetchBy(authority: string, options: WasiOptions, path = '/', body = ''): Promise<string> {
    await using wasi = await createWasi(guest, options)
    using instance = await guest.instantiate(wasi.imports, { asyncImports: wasi.asyncImports })
    return (await instance.invoke('fetch', [authority, path, body])) as string
  }

  test('sends a request, and reads the response and its trailers', async () => {
    const said = await fetchFrom(
      async (message, out) => {
        const body = (await message.setEncoding('utf8').toArray()).join('')
        out.writeHead(202, { trailer: 'x-sum' })
        out.write(`${message.method} ${message.url} ${message.headers['x-from']} `)
        out.addTrailers({ 'x-sum': '42' })
        out.end(body)
      },
      { path: '/a?b', body: 'c' },
    )
    expect(said).toBe('202 POST /a?b guest c. x-sum 42')
  })

  test('an upstream that dies in mid body', async () => {
    const said = await fetchFrom((_message, out) => {
      out.writeHead(200, { 'content-length': 100 })
      out.write('half', () => out.destroy())
    })
    expect(said).toBe('200 half!HTTP-response-incomplete HTTP-response-incomplete')
  })

  test('an upstream that does not answer', async () => {
    expect(await fetchFrom(() => undefined)).toBe('error connection-read-timeout')
  })

  test('no upstream', async () => {
    expect(await fetchBy('127.0.0.1:1', { network: true })).toBe('error connection-refused')
  })

  test('without a grant', async () => {
    const denied: Denial[] = []
    const said = await fetchBy('127.0.0.1:1', { onDenied: (denial) => denied.push(denial) })
    expect(said).toBe('error HTTP-request-denied')
    expect(denied.map(({ capability }) => capability)).toEqual(['network'])
  })
})
