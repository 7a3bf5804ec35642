import { expect, vi } from 'vitest'
import { errOf } from './err-of.js'
import { exampleNamed } from './example-named.js'
import { answerTo, headersOf, httpImports, never, Response, serviceOf, textOf } from './http.js'
import { onEach } from './on-each.js'
import type { Runtime } from './runtime.js'

onEach('the body comes in capital letters, with one more header', async (runtime) => {
  const service = serviceOf(['content-type', 'text/plain'], 'Hello, ', 'wörld!')
  const response = await answerOf(runtime, () => service)
  expect(response.getStatusCode()).toBe(203)
  expect(headersOf(response)).toEqual({ 'content-type': 'text/plain', via: '1.1 upper-proxy' })
  expect(await textOf(response)).toBe('HELLO, WöRLD!')
})

onEach('whoever made the body is told how it was received', async (runtime) => {
  const told = whatConsumerSays()
  const response = await answerOf(runtime, () => serviceOf([], 'abc'))
  expect(await textOf(response)).toBe('ABC')
  response._resolve({ tag: 'ok', val: undefined })
  expect(await told).toMatchObject({ tag: 'ok' })
})

onEach('a compressed body passes as it is', async (runtime) => {
  const service = serviceOf(['content-encoding', 'gzip'], 'not really')
  const response = await answerOf(runtime, () => service)
  expect(headersOf(response)).toEqual({ 'content-encoding': 'gzip' })
  expect(await textOf(response)).toBe('not really')
})

onEach('an error of the service is the client’s', async (runtime) => {
  const refuse = () => {
    throw Object.assign(new Error('refused'), { payload: { tag: 'connection-refused' } })
  }
  expect(await errOf(() => answerOf(runtime, refuse))).toEqual({ tag: 'connection-refused' })
})

async function answerOf(runtime: Runtime, handle: (request: object) => unknown): Promise<Response> {
  return answerTo(await runtime.instantiate(await exampleNamed('upper-proxy'), httpImports(handle)))
}

/** What the next one who takes a body says of it. The shim does not look at that itself. */
async function whatConsumerSays(): Promise<unknown> {
  const { consumeBody } = Response
  const consumer = Promise.withResolvers<unknown>()
  vi.spyOn(Response, 'consumeBody').mockImplementationOnce((response, res) => {
    consumer.resolve(res)
    return consumeBody(response, never)
  })
  return consumer.promise
}
