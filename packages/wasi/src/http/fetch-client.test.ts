import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noTrailers } from './body.js'
import { createFetchClient } from './fetch-client.js'
import { Fields } from './fields.js'
import type { Contents } from './http-types.js'
import { Request } from './request.js'

let authority: string
const server = createServer(async (message, out) => {
  let body = ''
  for await (const chunk of message) body += chunk
  out.setHeader('x-seen', String(message.headers['x-client']))
  out.statusCode = message.url === '/moved' ? 302 : 200
  out.end(`${message.method} ${message.url} ${body}`)
})

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  authority = `127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => {
  server.close()
})

function requestOf(path: string, contents?: Contents) {
  const fields = Fields.fromList([['x-client', new TextEncoder().encode('page')]]) as Fields
  const [request, transmission] = Request.new(fields, contents, noTrailers, undefined)
  request.setScheme({ tag: 'HTTP' })
  request.setAuthority(authority)
  request.setPathWithQuery(path)
  return { request, transmission }
}

async function textOf(contents: Contents | undefined): Promise<string> {
  return contents === undefined ? '' : new Response(contents as ReadableStream).text()
}

test('a request and its answer', async () => {
  const { request, transmission } = requestOf('/a?b')
  const response = await createFetchClient().send(request)
  expect(response.getStatusCode()).toBe(200)
  expect(response.getHeaders().text('x-seen')).toBe('page')
  expect(await textOf(response.body.take().contents)).toBe('GET /a?b ')
  expect(await transmission).toEqual({ tag: 'ok' })
})

test('a body that is a stream', async () => {
  async function* pieces() {
    yield new TextEncoder().encode('one, ')
    yield new TextEncoder().encode('two')
  }
  const { request } = requestOf('/', pieces())
  request.setMethod({ tag: 'post' })
  const response = await createFetchClient().send(request)
  expect(await textOf(response.body.take().contents)).toBe('POST / one, two')
})

test('redirects are the guest’s affair', async () => {
  const response = await createFetchClient().send(requestOf('/moved').request)
  expect(response.getStatusCode()).toBe(302)
})

test('what cannot be sent', async () => {
  const { request, transmission } = requestOf('/')
  request.setAuthority('127.0.0.1:1')
  const failed = createFetchClient().send(request)
  await expect(failed).rejects.toMatchObject({ payload: { tag: 'internal-error' } })
  expect(await transmission).toMatchObject({ tag: 'err' })
  const other = requestOf('/').request
  other.setScheme({ tag: 'other', val: 'ws' })
  await expect(createFetchClient().send(other)).rejects.toMatchObject({
    payload: { tag: 'HTTP-protocol-error' },
  })
})
