import { once } from 'node:events'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import type { Component, Instance } from '@weft/component'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Body, noTrailers } from '../src/http/body.js'
import { createHttp } from '../src/http/create-http.js'
import { Fields } from '../src/http/fields.js'
import { createNodeClient, type NodeClientOptions } from '../src/http/node-client.js'
import { Request } from '../src/http/request.js'
import { guestNamed } from './support/guests.js'
import { until } from './support/raw-client.js'

let component: Component
let upstream: http.Server

beforeAll(async () => {
  component = await guestNamed('client')
})

afterEach(() => {
  upstream?.close()
  upstream?.closeAllConnections()
})

type Listener = (message: IncomingMessage, out: ServerResponse) => void

async function listen(listener: Listener): Promise<string> {
  upstream = http.createServer(listener).listen(0, '127.0.0.1')
  await once(upstream, 'listening')
  return `127.0.0.1:${(upstream.address() as AddressInfo).port}`
}

async function guest(options: NodeClientOptions = {}): Promise<Instance> {
  return component.instantiate(createHttp({ client: createNodeClient(options) }).imports)
}

interface Fetch {
  readonly method?: string
  readonly path?: string
  readonly body?: string | Uint8Array
  readonly length?: bigint
  readonly timeoutMs?: number
}

async function fetchBy(instance: Instance, authority: string, options: Fetch = {}): Promise<unknown> {
  const { method = 'GET', path = '/', body = '', length, timeoutMs } = options
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  const timeout = timeoutMs === undefined ? undefined : BigInt(timeoutMs) * 1_000_000n
  return instance.invoke('fetch', [method, authority, path, bytes, length, timeout])
}

/** Answers with what it got, once it has all of it. */
const mirror: Listener = async (message, out) => {
  let body = ''
  try {
    for await (const chunk of message) body += chunk
  } catch {
    return
  }
  const shown = body.length > 100 ? `${body.length} bytes` : body
  out.end(`${message.method} ${message.url} ${message.headers['x-client']} ${shown}`)
}

describe('requests that arrive', () => {
  test.for([
    ['GET', '/get?some=arg', ''],
    ['POST', '/post', 'body'],
    ['PUT', '/put', 'body'],
    ['PATCH', '', undefined],
  ] as const)('%s %s', async ([method, path, body]) => {
    const authority = await listen(mirror)
    const answer = await fetchBy(await guest(), authority, { method, path, body: body ?? '' })
    expect(answer).toBe(
      path === ''
        ? 'error HTTP-request-URI-invalid, transmission connection-terminated'
        : `200 ${method} ${path} guest ${body}, whole, transmission ok`,
    )
  })

  test('a body of more than a mebibyte', async () => {
    const authority = await listen(mirror)
    const body = new Uint8Array(1025 * 1024).fill(65)
    expect(await fetchBy(await guest(), authority, { method: 'POST', body })).toBe(
      `200 POST / guest ${body.length} bytes, whole, transmission ok`,
    )
  })

  test('a GET without a body has no framing, one with a body is chunked', async () => {
    const seen: http.IncomingHttpHeaders[] = []
    const authority = await listen((message, out) => {
      seen.push(message.headers)
      mirror(message, out)
    })
    await fetchBy(await guest(), authority)
    await fetchBy(await guest(), authority, { body: 'x', method: 'GET' })
    expect(seen[0]).not.toHaveProperty('transfer-encoding')
    expect(seen[0]).not.toHaveProperty('content-length')
    expect(seen[1]).toHaveProperty('content-length', '1')
    expect(seen[0]).toMatchObject({ host: authority, 'x-client': 'guest' })
  })

  test('an answer before the body is through', async () => {
    const authority = await listen((message, out) => {
      out.write('early, ')
      message.on('data', (chunk) => out.write(chunk)).on('end', () => out.end())
    })
    const answer = await fetchBy(await guest(), authority, { method: 'POST', body: 'late' })
    expect(answer).toBe('200 early, late, whole, transmission ok')
  })

  test('to an upstream, whatever they name', async () => {
    const authority = await listen(mirror)
    const instance = await guest({ upstream: `http://${authority}` })
    expect(await fetchBy(instance, 'example.com')).toBe('200 GET / guest , whole, transmission ok')
    expect(() => createNodeClient({ upstream: 'http://a/path' })).toThrow(TypeError)
  })
})

describe('bodies that are not as long as they say', () => {
  test('as long', async () => {
    const authority = await listen(mirror)
    const options = { method: 'POST', body: 'long enough', length: 11n }
    expect(await fetchBy(await guest(), authority, options)).toContain('long enough, whole, transmission ok')
  })

  test('too short', async () => {
    const authority = await listen(mirror)
    const options = { method: 'POST', body: 'msg', length: 11n }
    expect(await fetchBy(await guest(), authority, options)).toBe(
      'error HTTP-protocol-error, transmission HTTP-request-body-size 3',
    )
  })

  test('too long: nothing of it is sent', async () => {
    let received = 0
    const authority = await listen((message) => {
      message.on('data', ({ length }) => {
        received += length
      })
      message.on('error', () => undefined)
    })
    const options = { method: 'POST', body: 'more than 11 bytes', length: 11n }
    expect(await fetchBy(await guest(), authority, options)).toBe(
      'error HTTP-request-body-size 18, transmission HTTP-request-body-size 18',
    )
    expect(received).toBe(0)
  })
})

describe('requests that cannot be made', () => {
  test.for([
    [{ method: 'bad\nmethod' }, 'localhost', 'method refused'],
    [{ method: 'CONNECT' }, 'localhost', 'error HTTP-protocol-error, transmission connection-terminated'],
    [{}, 'localhost:99999', 'authority refused'],
    [{}, 'bad-\nhost', 'authority refused'],
    [{ path: '/bad\npath' }, 'localhost', 'path refused'],
    [{ path: '/a HTTP/1.1\r\nx: y' }, 'localhost', 'path refused'],
  ] as const)('%j to %s', async ([options, authority, answer]) => {
    expect(await fetchBy(await guest(), authority, options)).toBe(answer)
  })

  test('to nobody', async () => {
    const authority = await listen(mirror)
    upstream.close()
    expect(await fetchBy(await guest(), authority)).toMatch(/^error connection-refused/)
  })

  test('to a name that is none', async () => {
    expect(await fetchBy(await guest(), 'some.invalid.dnsname:3000')).toMatch(/^error DNS-error/)
  })

  test('a response without a body gives its connection back', async () => {
    const sockets = new Set<unknown>()
    const authority = await listen((message, out) => {
      sockets.add(message.socket)
      out.writeHead(200, { 'content-length': 0 }).end()
    })
    const client = createNodeClient()
    for (let round = 0; round < 5; round++) {
      const request = new Request(new Fields(), new Body(undefined, noTrailers))
      request.setScheme({ tag: 'HTTP' })
      request.setAuthority(authority)
      request.setPathWithQuery('/')
      const response = await client.send(request)
      // Nobody asks for more.
      response.body.take()
      await setImmediate()
    }
    client.close()
    expect(sockets.size).toBe(1)
  })

  test('without a client', async () => {
    const denied: unknown[] = []
    const { imports } = createHttp({ onDenied: (request) => denied.push(request.getAuthority()) })
    const instance = await component.instantiate(imports)
    expect(await fetchBy(instance, 'example.com')).toMatch(/^error HTTP-request-denied/)
    expect(denied).toEqual(['example.com'])
  })
})

describe('upstreams that fail', () => {
  test('slow to answer', async () => {
    const authority = await listen(() => undefined)
    expect(await fetchBy(await guest(), authority, { timeoutMs: 50 })).toMatch(
      /^error connection-read-timeout/,
    )
  })

  test('slow in mid body', async () => {
    const authority = await listen((_message, out) => {
      out.write('half')
    })
    const instance = await guest({ betweenBytesMs: 50 })
    expect(await fetchBy(instance, authority)).toBe('200 half, connection-read-timeout, transmission ok')
  })

  test('dead in mid body', async () => {
    const authority = await listen((_message, out) => {
      out.writeHead(200, { 'content-length': 100 }).write('half')
      setTimeout(() => out.destroy(), 20)
    })
    expect(await fetchBy(await guest(), authority)).toBe(
      '200 half, HTTP-response-incomplete, transmission ok',
    )
  })

  test('dead before they answer', async () => {
    const authority = await listen((message) => message.socket.destroy())
    expect(await fetchBy(await guest(), authority)).toMatch(/^error connection-terminated/)
  })

  test('that speak something else', async () => {
    const server = createTcpServer((socket) => socket.end('SSH-2.0-x\r\n')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const authority = `127.0.0.1:${(server.address() as AddressInfo).port}`
    expect(await fetchBy(await guest(), authority)).toMatch(/^error HTTP-protocol-error/)
    server.close()
  })
})

test('connections are used again', async () => {
  const sockets = new Set<unknown>()
  const authority = await listen((message, out) => {
    sockets.add(message.socket)
    mirror(message, out)
  })
  const instance = await guest()
  for (let i = 0; i < 5; i++) await fetchBy(instance, authority)
  expect(sockets.size).toBe(1)
})

test('nothing is left of an instance that is done', async () => {
  const authority = await listen(mirror)
  const instance = await guest()
  await fetchBy(instance, authority, { method: 'POST', body: 'x' })
  await until(() => instance.runningTasks === 0)
})
