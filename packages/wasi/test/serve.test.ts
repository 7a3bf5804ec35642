import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { type Component, compile, link } from '@weft/component'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { serve } from '../src/serve/serve.js'
import type { ServeOptions, Server } from '../src/serve/serve-options.js'
import { clocks, gatedClocks } from './support/clocks.js'
import { guestNamed } from './support/guests.js'
import {
  ask,
  converse,
  exchangeRaw,
  leaveInMidBody,
  open,
  openSocket,
  read,
  until,
} from './support/raw-client.js'

let service: Component
let server: Server
let errors: unknown[] = []

beforeAll(async () => {
  service = await guestNamed('service')
})

afterEach(async () => {
  await server?.close({ graceMs: 0 })
})

async function start(options: ServeOptions = {}): Promise<string> {
  errors = []
  server = await serve(service, { imports: clocks, onError: (error) => errors.push(error), ...options })
  return server.url
}

const codes = () => errors.map((error) => (error as { code?: string }).code)

describe('answers', () => {
  test('with a body that is whole: its length is known', async () => {
    const url = await start()
    const answer = await ask(`${url}hello`)
    expect(answer).toMatchObject({ status: 200, body: 'Hello, world!\n', whole: true })
    expect(answer.headers).toMatchObject({ 'content-type': 'text/plain', 'content-length': '14' })
  })

  test('with a body that is not there yet: the head comes first', async () => {
    const url = await start()
    const answer = await ask(`${url}drip`)
    expect(answer).toMatchObject({ body: 'piece\n'.repeat(3), whole: true })
    expect(answer.headers['transfer-encoding']).toBe('chunked')
  })

  test('without a body', async () => {
    const url = await start()
    expect(await ask(`${url}empty`)).toMatchObject({ status: 204, body: '' })
    const missing = await ask(`${url}nothing-here`)
    expect(missing).toMatchObject({ status: 404, body: '' })
    expect(missing.headers['content-length']).toBe('0')
  })

  test('HEAD: the head alone', async () => {
    const url = await start()
    expect(await ask(`${url}exact`, { method: 'HEAD' })).toMatchObject({ status: 200, body: '', whole: true })
    expect(errors).toEqual([])
  })

  test('with trailers', async () => {
    const url = await start()
    expect(await ask(`${url}trailers`)).toMatchObject({ body: 'body', trailers: { 'x-sum': '42' } })
  })

  test.for(['echo', 'copy'])('%s: both directions at once', async (path) => {
    const url = await start()
    const { pieces, end } = await converse(`${url}${path}`)
    expect(pieces).toEqual(['one', 'two'])
    expect(end).toMatchObject({ whole: true, trailers: { 'x-end': 'yes' } })
  })

  test('a large body, at the pace of the reader', async () => {
    const url = await start()
    const body = new Uint8Array(5_000_000).fill(65)
    expect((await ask(`${url}copy`, { method: 'POST' }, body)).body.length).toBe(5_000_000)
    expect((await ask(`${url}echo`, { method: 'POST' }, body)).body.length).toBe(5_000_000)
  })

  test('early, and goes on', async () => {
    const { imports, open: goOn } = gatedClocks()
    const url = await start({ imports })
    expect(await ask(`${url}early`)).toMatchObject({ body: 'early\n', whole: true })
    expect((await ask(`${url}finished`)).body).toBe('0')
    await until(() => server.tasks === 1)
    goOn()
    await until(async () => (await ask(`${url}finished`)).body === '1')
    await until(() => server.tasks === 0)
  })

  test('several at once in one instance', async () => {
    const url = await start()
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(`${url}slow`)))
    expect(answers.map(({ body }) => body)).toEqual(Array(10).fill('slow\n'))
    expect(server.instances).toBe(1)
  })
})

describe('what a guest may not say', () => {
  test('headers with line breaks, of the connection, or of a request', async () => {
    const url = await start()
    expect((await ask(`${url}headers`)).body.split('\n')).toEqual([
      'x-injected: invalid-syntax',
      'x-null: invalid-syntax',
      'bad name: invalid-syntax',
      'Connection: forbidden',
      'content-length: invalid-syntax',
      'x-more: immutable',
      '',
    ])
  })

  test('a body that is not as long as its content-length', async () => {
    const url = await start()
    expect(await ask(`${url}exact`)).toMatchObject({ body: 'ten bytes\n', whole: true })
    expect((await ask(`${url}short`).catch(() => ({ whole: false }))).whole).toBe(false)
    await until(() => errors.length === 1)
    // Not one byte of it was sent, so there is an answer to be had.
    expect((await ask(`${url}long`)).status).toBe(500)
    expect(codes()).toEqual(['bad-response', 'bad-response'])
    expect(String(errors)).toContain('the body has 5 bytes, its content-length is 10')
    expect(String(errors)).toContain('the body has 21 bytes, its content-length is 10')
  })

  test('a status that is none', async () => {
    const url = await start()
    expect((await ask(`${url}bad-status`)).status).toBe(500)
    expect(codes()).toEqual(['bad-response'])
  })

  test('an error instead of a response', async () => {
    const url = await start()
    expect((await ask(`${url}error`)).status).toBe(502)
    expect(errors).toMatchObject([{ payload: { tag: 'connection-refused' } }])
  })

  test('that it could not take the request', async () => {
    const url = await start()
    expect((await ask(`${url}refuse`, { method: 'POST' }, 'x')).status).toBe(500)
    expect(errors).toMatchObject([{ payload: { tag: 'internal-error', val: 'no' } }])
  })
})

describe('traps', () => {
  test('before the response: 500, and the next request has another instance', async () => {
    const url = await start()
    expect((await ask(`${url}trap-before`)).status).toBe(500)
    expect(codes()).toEqual(['trap'])
    expect((await ask(`${url}hello`)).status).toBe(200)
  })

  test('in mid body: the connection is cut', async () => {
    const url = await start()
    expect(await ask(`${url}trap-during`)).toMatchObject({ status: 200, body: 'half', whole: false })
    await until(() => errors.length > 0)
    expect(errors[0]).toMatchObject({ code: 'bad-response' })
    expect((await ask(`${url}hello`)).status).toBe(200)
  })

  test('after the response: it is whole, and the trap is told', async () => {
    const url = await start()
    expect(await ask(`${url}trap-after`)).toMatchObject({ body: 'then a trap\n', whole: true })
    await until(() => errors.length > 0)
    expect(codes()).toEqual(['trap'])
    expect((await ask(`${url}hello`)).status).toBe(200)
  })

  test('requests in the same instance fail, those in others do not', async () => {
    const { imports, open: goOn } = gatedClocks()
    const url = await start({ imports, limits: { maximumRequestsAtOnce: 2 } })
    const answers = [1, 2, 3].map(() => ask(`${url}slow`))
    await until(() => server.requests === 3)
    const trapped = ask(`${url}trap-before`)
    expect((await trapped).status).toBe(500)
    goOn()
    expect((await Promise.all(answers)).map(({ status }) => status).sort()).toEqual([200, 200, 500])
  })
})

describe('limits', () => {
  test('requests at once: 503', async () => {
    const { imports, open: goOn } = gatedClocks()
    const url = await start({ imports, limits: { maximumRequests: 2 } })
    const answers = [1, 2, 3].map(() => ask(`${url}slow`))
    await until(() => errors.length === 1)
    goOn()
    expect((await Promise.all(answers)).map(({ status }) => status).sort()).toEqual([200, 200, 503])
    expect(errors).toMatchObject([{ code: 'http-limit', limit: 'requests', status: 503 }])
  })

  test('bytes of a body, known and unknown: 413', async () => {
    const url = await start({ limits: { maximumBodyBytes: 1000 } })
    const post = { method: 'POST' }
    expect((await ask(`${url}echo`, post, 'x'.repeat(1000))).body.length).toBe(1000)
    expect((await ask(`${url}echo`, post, 'x'.repeat(1001))).status).toBe(413)
    const request = open(`${url}echo`, { ...post, headers: { 'transfer-encoding': 'chunked' } })
    request.end('x'.repeat(2000))
    const [message] = (await once(request, 'response')) as [IncomingMessage]
    const { status, whole } = await read(message)
    expect(status === 413 || !whole).toBe(true)
    expect(errors).toMatchObject([{ limit: 'body-bytes' }, { limit: 'body-bytes' }])
  })

  test('bytes of headers: 431', async () => {
    await start({ limits: { maximumHeaderBytes: 2000 } })
    const text = `GET /hello HTTP/1.1\r\nhost: x\r\nx-long: ${'y'.repeat(3000)}\r\n\r\n`
    expect(await exchangeRaw(server.port, text)).toMatch(/^HTTP\/1.1 431 /)
    expect(errors).toMatchObject([{ code: 'http-limit', limit: 'header-bytes' }])
  })

  test('time to the response: 504', async () => {
    const url = await start({ limits: { responseMs: 50, cancelMs: 10, lingerMs: 10 } })
    expect((await ask(`${url}hang`)).status).toBe(504)
    expect(errors).toMatchObject([{ code: 'http-limit', limit: 'response-time' }])
    await until(() => server.tasks === 0)
  })

  test('time to receive a request, in its head and in its body: 408', async () => {
    await start({ limits: { receiveMs: 200 } })
    expect(await exchangeRaw(server.port, 'GET /hello HTTP/1.1\r\n')).toMatch(/^HTTP\/1.1 408 /)
    const head = 'POST /copy HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nabc'
    expect(await exchangeRaw(server.port, head)).not.toContain('\r\n0\r\n\r\n')
    expect(errors).toMatchObject([{ limit: 'receive-time' }, { limit: 'receive-time' }])
  })

  test('what is no HTTP: 400', async () => {
    await start()
    expect(await exchangeRaw(server.port, 'hello\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /)
    const badTarget = 'GET /a\u{7f}b HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'
    expect(await exchangeRaw(server.port, badTarget)).toMatch(/^HTTP\/1.1 400 /)
    expect(codes()).toEqual(['bad-request', 'bad-request'])
  })

  test('a client that takes nothing is cut off, and the guest is told', async () => {
    const url = await start({ limits: { stallMs: 100 } })
    const socket = await openSocket(server.port)
    socket.pause()
    socket.write('GET /endless HTTP/1.1\r\nhost: x\r\n\r\n')
    await until(async () => (await ask(`${url}finished`)).body === '1')
    await until(() => server.tasks === 0)
    expect(errors).toHaveLength(1)
    socket.destroy()
  })

  test('tasks that never end are ended with their instance', async () => {
    const url = await start({ limits: { maximumLingeringTasks: 2, lingerMs: 50 } })
    for (let i = 0; i < 5; i++) expect((await ask(`${url}never-ends`)).body).toBe('early\n')
    await until(() => server.tasks <= 2)
  })
})

describe('clients that go away', () => {
  test('before the response: the call is given up', async () => {
    const url = await start({ limits: { cancelMs: 20, lingerMs: 20 } })
    const request = open(`${url}hang`)
    request.end()
    await until(() => server.requests === 1)
    request.destroy()
    await until(() => server.requests === 0 && server.tasks === 0)
    expect(errors).toEqual([])
  })

  test('in mid body: the guest writes no more', async () => {
    const url = await start()
    await leaveInMidBody(`${url}endless`)
    await until(async () => (await ask(`${url}finished`)).body === '1')
    await until(() => server.requests === 0 && server.tasks === 0)
    expect(errors).toEqual([])
  })

  test('in the middle of their own body', async () => {
    const url = await start()
    const request = open(`${url}copy`, { method: 'POST', headers: { 'content-length': 100 } })
    request.write('some')
    await once(request, 'response')
    request.destroy()
    await until(() => server.requests === 0 && server.tasks === 0)
    expect((await ask(`${url}hello`)).status).toBe(200)
  })
})

describe('closing', () => {
  test('lets requests end, and work after them', async () => {
    const { imports, open: goOn } = gatedClocks()
    const url = await start({ imports })
    const slow = ask(`${url}slow`)
    await ask(`${url}early`)
    await until(() => server.requests === 1)
    const closed = server.close()
    await expect(ask(`${url}hello`)).rejects.toThrow()
    goOn()
    expect(await slow).toMatchObject({ body: 'slow\n', headers: { connection: 'close' } })
    await closed
    expect(server.tasks).toBe(0)
  })

  test('cuts what does not end in time', async () => {
    const url = await start()
    const hanging = ask(`${url}hang`)
    hanging.catch(() => undefined)
    await until(() => server.requests === 1)
    await server.close({ graceMs: 50 })
    await expect(hanging).rejects.toThrow()
    expect(server.tasks).toBe(0)
  })
})

describe('what cannot be served', () => {
  test('an address that is taken', async () => {
    await start()
    await expect(serve(service, { imports: clocks, port: server.port })).rejects.toMatchObject({
      code: 'cannot-listen',
      message: expect.stringContaining(`127.0.0.1:${server.port}: something else listens there`),
    })
  })

  test('a component without a handler', async () => {
    // An empty component.
    const empty = await compile(new Uint8Array([0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0]))
    await expect(serve(empty)).rejects.toMatchObject({ code: 'invalid-guest' })
  })

  test('a component whose imports are not there', async () => {
    await expect(serve(service)).rejects.toMatchObject({ code: 'link' })
  })
})

describe('middleware', () => {
  test('in front of a component, in process', async () => {
    const middleware = await guestNamed('middleware')
    const both = link({ plug: service, socket: middleware })
    await using front = await serve(both, { imports: clocks })
    const answer = await ask(`${front.url}echo`, { method: 'POST', headers: { 'X-Mine': '1' } }, 'abc')
    expect(answer).toMatchObject({
      status: 200,
      body: 'abc',
      headers: { 'x-mine': '1', via: '1.1 weft, 1.1 weft' },
    })
    await until(() => front.tasks === 0)
  })

  test('in front of a server', async () => {
    const upstream = await start()
    await using front = await serve(await guestNamed('middleware'), { handler: upstream })
    const body = new Uint8Array(1_000_000).fill(66)
    const answer = await ask(`${front.url}copy`, { method: 'POST' }, body)
    expect(answer).toMatchObject({ status: 200, whole: true, headers: { via: '1.1 weft' } })
    expect(answer.body.length).toBe(1_000_000)
    expect((await ask(`${front.url}trailers`)).trailers).toEqual({ 'x-sum': '42' })
    await until(() => front.tasks === 0)
  })

  test('bodies of many at once, whose readers are slow, are not mixed up', async () => {
    const upstream = await start()
    await using front = await serve(await guestNamed('middleware'), { handler: upstream })
    const received = async (mark: number) => {
      const request = open(`${front.url}copy`, { method: 'POST' })
      request.end(new Uint8Array(1_000_000).fill(mark))
      const [message] = (await once(request, 'response')) as [IncomingMessage]
      let bytes = 0
      for await (const chunk of message) {
        if ((chunk as Uint8Array).every((byte) => byte === mark)) bytes += chunk.length
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
      return bytes
    }
    const counts = await Promise.all(Array.from({ length: 12 }, (_, mark) => received(mark)))
    expect(counts).toEqual(Array(12).fill(1_000_000))
  })

  test('in front of one that dies in mid body, that cannot be reached, that is slow', async () => {
    const upstream = await start()
    const told: unknown[] = []
    const onError = (error: unknown) => told.push(error)
    await using front = await serve(await guestNamed('middleware'), { handler: upstream, onError })
    expect(await ask(`${front.url}trap-during`)).toMatchObject({ status: 200, body: 'half', whole: false })
    const slow = ask(`${front.url}drip`)
    expect(await slow).toMatchObject({ body: 'piece\n'.repeat(3), whole: true })
    await server.close({ graceMs: 0 })
    expect((await ask(`${front.url}hello`)).status).toBe(502)
    expect(told).toHaveLength(2)
  })

  test('without a client: 403, and the host is told what to do', async () => {
    const told: unknown[] = []
    await using front = await serve(await guestNamed('middleware'), { onError: (error) => told.push(error) })
    expect((await ask(`${front.url}hello`)).status).toBe(403)
    expect(String(told[0])).toContain('--inherit-network')
  })
})
