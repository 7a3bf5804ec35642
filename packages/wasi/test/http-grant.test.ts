import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHttp } from '../src/http.js'
import { createWasi, type Denial, type WasiOptions } from '../src/node.js'
import { guestNamed } from './support/guests.js'

const server = createServer((message, out) => out.end(`${message.method} ${message.url}`))
let authority = ''

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  authority = `127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => void server.close())

async function get(options: WasiOptions): Promise<string> {
  const component = await guestNamed('client')
  await using wasi = await createWasi(component, options)
  using instance = await component.instantiate(wasi.imports, { asyncImports: wasi.asyncImports })
  return (await instance.invoke('fetch', [
    'GET',
    authority,
    '/a?b',
    new Uint8Array(),
    undefined,
    undefined,
  ])) as string
}

test('a guest with the network makes requests, and leaves no connection', async () => {
  expect(await get({ network: true })).toBe('200 GET /a?b, whole, transmission ok')
  const connections = () =>
    new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)))
  await expect.poll(connections, { timeout: 60_000 }).toBe(0)
})

test('one without is refused, and the host is told', async () => {
  const denials: Denial[] = []
  expect(await get({ onDenied: (denial) => denials.push(denial) })).toMatch(/^error HTTP-request-denied/)
  expect(denials.map(({ capability }) => capability)).toEqual(['network'])
})

test('what the option `http` has is used', async () => {
  const http = createHttp({
    client: { send: () => Promise.reject({ payload: { tag: 'connection-refused' } }) },
  })
  expect(await get({ network: true, http })).toMatch(/^error connection-refused/)
})
