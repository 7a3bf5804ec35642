import { once } from 'node:events'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createHttp } from '../src/http/create-http.js'
import { createNodeClient } from '../src/http/node-client.js'
import { guestNamed } from './support/guests.js'

type Listener = (message: IncomingMessage, out: ServerResponse) => void

const client = createNodeClient()
let upstream: http.Server | undefined

afterEach(() => {
  upstream?.close()
  upstream?.closeAllConnections()
  client.close()
})

async function listen(listener: Listener): Promise<string> {
  upstream = http.createServer(listener).listen(0, '127.0.0.1')
  await once(upstream, 'listening')
  return `127.0.0.1:${(upstream.address() as AddressInfo).port}`
}

/** Answers before it has the body, with the body. */
const early: Listener = (message, out) => {
  message.on('error', () => undefined)
  out.writeHead(200).flushHeaders()
  message.pipe(out)
}

/** Answers when it has the body. */
const patient: Listener = (message, out) => {
  message.on('error', () => undefined)
  message.on('end', () => out.end()).resume()
}

interface Sent {
  readonly method?: string
  readonly body?: string
  readonly length?: number
  /** Writes the body when the answer is there. */
  readonly late?: boolean
}

/** What the guest says of the answer, its body, its trailers, and the transmission; it waits for all of them. */
async function exchange(authority: string, { method = 'POST', body = '', length, late = false }: Sent) {
  const component = await guestNamed('client')
  using instance = await component.instantiate(createHttp({ client }).imports)
  const bytes = new TextEncoder().encode(body)
  const declared = length === undefined ? undefined : BigInt(length)
  return await instance.invoke('exchange', [method, authority, bytes, declared, late])
}

const whole = 'body taken, trailers taken, transmission ok'

describe('nobody waits for ever', () => {
  test.for([
    [{ method: 'GET' }, `200, ${whole}`],
    [{}, `200, ${whole}`],
    [{ body: 'x'.repeat(1_100_000) }, `200, ${whole}`],
    [{ body: 'long enough', length: 11 }, `200, ${whole}`],
    [
      { body: 'more than 11 bytes', length: 11 },
      'HTTP-request-body-size 18, body left, trailers left, transmission HTTP-request-body-size 18',
    ],
    [
      { method: 'CONNECT', body: 'x' },
      'HTTP-protocol-error, body left, trailers left, transmission connection-terminated',
    ],
    [
      { method: 'WS', body: 'x' },
      'HTTP-protocol-error, body left, trailers left, transmission connection-terminated',
    ],
  ] as const)('%j', async ([sent, said]) => {
    expect(await exchange(await listen(patient), sent)).toBe(said)
  })

  test('a body that is too short is taken, and the answer may be there already', async () => {
    const said = await exchange(await listen(early), { body: 'msg', length: 11 })
    expect(said).toMatch(
      /^(200|HTTP-protocol-error), body taken, trailers taken, transmission HTTP-request-body-size 3$/,
    )
  })

  test('a body that nobody takes', async () => {
    const authority = await listen(patient)
    upstream?.close()
    const said = await exchange(authority, { body: 'x'.repeat(2_000_000) })
    expect(said).toMatch(/^connection-refused, body left, trailers \w+, transmission connection-terminated$/)
  })
})

describe('a body after the answer, which was dropped unread', () => {
  test.for([
    [{ body: 'a body' }, `200, ${whole}`],
    [{ body: 'long enough', length: 11 }, `200, ${whole}`],
    [{ body: 'msg', length: 11 }, '200, body taken, trailers taken, transmission HTTP-request-body-size 3'],
    [
      { body: 'more than 11 bytes', length: 11 },
      '200, body left, trailers left, transmission HTTP-request-body-size 18',
    ],
  ] as const)('%j', async ([sent, said]) => {
    expect(await exchange(await listen(early), { ...sent, late: true })).toBe(said)
  })

  test('the connection of an answer that does not end is given up after that', async () => {
    const closed = Promise.withResolvers<void>()
    const authority = await listen((message, out) => {
      message.socket.on('close', () => closed.resolve())
      message.resume()
      out.write('never the last')
    })
    expect(await exchange(authority, { body: 'a body', late: true })).toBe(`200, ${whole}`)
    await closed.promise
  })
})
