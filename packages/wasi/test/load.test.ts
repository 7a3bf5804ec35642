import http, { type IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { serve } from '../src/serve/serve.js'
import { clocks } from './support/clocks.js'
import { guestNamed } from './support/guests.js'
import { until } from './support/raw-client.js'

/** 10,000 at 100 connections are in `scripts/bench-http.js`. */
const requests = 1000
const connections = 50
/** Of the clients, one in this many is cut off at some point. */
const cutOff = 20

const paths = ['hello', 'copy', 'echo', 'drip', 'trailers', 'exact']

test('many requests at once, of which some are cut off: no answer is lost, and nothing is left', async () => {
  const errors: unknown[] = []
  const onError = (error: unknown) => errors.push(error)
  await using server = await serve(await guestNamed('service'), { imports: clocks, onError })
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections })
  const numbers = Array.from({ length: requests }, (_, index) => index)
  const answers = await Promise.all(numbers.map((index) => oneOf(server.url, agent, index)))
  expect(answers.filter((answer) => answer === 'wrong')).toEqual([])
  expect(answers.filter((answer) => answer === 'whole')).toHaveLength(requests - requests / cutOff)
  agent.destroy()
  await until(() => server.requests === 0 && server.tasks === 0)
  expect(errors).toEqual([])
})

async function oneOf(url: string, agent: http.Agent, index: number): Promise<'whole' | 'cut' | 'wrong'> {
  const path = paths[index % paths.length]!
  const sends = path === 'copy' || path === 'echo'
  const body = sends ? `${index} `.repeat(1 + ((index * 7919) % 5000)) : undefined
  const isCut = index % cutOff === 0
  const request = http.request(`${url}${path}`, { agent, method: sends ? 'POST' : 'GET' })
  const answered = new Promise<IncomingMessage | undefined>((resolve) => {
    request.on('response', resolve).on('error', () => resolve(undefined))
  })
  request.end(body)
  // At any point: before the request is there, before the answer, in the middle of it.
  if (isCut) setTimeout(() => request.destroy(), (index * 104_729) % 40)
  const message = await answered
  message?.on('error', () => undefined)
  if (isCut) {
    request.destroy()
    return 'cut'
  }
  if (message === undefined) return 'wrong'
  let text = ''
  for await (const chunk of message) text += chunk
  const isRight = message.statusCode === 200 && message.complete && (body === undefined || text === body)
  return isRight && text.length > 0 ? 'whole' : 'wrong'
}
