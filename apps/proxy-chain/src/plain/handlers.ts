import { Agent, request } from 'node:http'
import { pipeline, Readable } from 'node:stream'
import type { Shape } from '../chains.js'

interface PlainRequest {
  readonly method: string
  readonly path: string
  /** Names and values in turns. */
  readonly headers: readonly string[]
  readonly body: Readable | undefined
}

interface PlainResponse {
  readonly status: number
  readonly headers: readonly string[]
  readonly body: Readable
}

export type Handler = (request: PlainRequest) => Promise<PlainResponse>

/** The same proxies as `compose` makes, as one would write them in JavaScript for Node. */
export function composePlain({ middlewares, end, levels = 0 }: Shape, upstream: string): Handler {
  const last = end === 'service' ? serve : networkClient(upstream)
  let handler = last
  for (let level = 0; level < levels; level++) handler = splitter(handler)
  for (let index = 0; index < middlewares; index++) handler = headerEdit(handler)
  return handler
}

function headerEdit(next: Handler): Handler {
  return async (request) => {
    const response = await next(request)
    return { ...response, headers: [...response.headers, 'via', '1.1 weft'] }
  }
}

function splitter(next: Handler): Handler {
  return async (request) => {
    const asked = { ...request, body: undefined }
    const responses = await Promise.all([next(asked), next(asked), next(asked)])
    const lengths = responses.map(({ headers }) => Number(headerOf(headers, 'content-length')))
    const length = lengths.reduce((sum, each) => sum + each, 0)
    const type = headerOf(responses[0]!.headers, 'content-type') ?? 'text/plain'
    return {
      status: 200,
      headers: ['content-type', type, 'content-length', String(length), 'x-parts', '3'],
      body: Readable.from(concat(responses), { objectMode: false }),
    }
  }
}

async function* concat(responses: readonly PlainResponse[]): AsyncGenerator<Uint8Array> {
  for (const { body } of responses) yield* body
}

function headerOf(headers: readonly string[], name: string): string | undefined {
  const index = headers.findIndex((each, at) => at % 2 === 0 && each.toLowerCase() === name)
  return index < 0 ? undefined : headers[index + 1]
}

const hello = Buffer.from('Hello from a component\n')

async function serve(): Promise<PlainResponse> {
  const headers = ['content-type', 'text/plain', 'content-length', String(hello.length)]
  return { status: 200, headers, body: Readable.from(hello, { objectMode: false }) }
}

function networkClient(upstream: string): Handler {
  const agent = new Agent({ keepAlive: true })
  const { hostname, port } = new URL(upstream)
  return ({ method, path, headers, body }) =>
    new Promise((resolve, reject) => {
      const out = request({ agent, hostname, port, method, path, headers }, (message) => {
        message.on('error', () => {})
        resolve({ status: message.statusCode!, headers: message.rawHeaders, body: message })
      })
      out.on('error', reject)
      if (body === undefined) out.end()
      else pipeline(body, out, () => {})
    })
}
