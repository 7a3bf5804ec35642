import { once } from 'node:events'
import http, { type IncomingMessage, type RequestOptions } from 'node:http'
import { connect, type Socket } from 'node:net'

export interface Answer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly trailers: NodeJS.Dict<string>
  readonly body: string
  /** Whether the body came to its end. */
  readonly whole: boolean
}

/** A request on a connection of its own. */
export function open(url: string, options: RequestOptions = {}): http.ClientRequest {
  const request = http.request(url, { agent: false, ...options })
  request.on('error', () => undefined)
  return request
}

/** Sends a request, with a body if there is one, and reads the whole answer, as far as it comes. */
export async function ask(
  url: string,
  options: RequestOptions = {},
  body?: string | Uint8Array,
): Promise<Answer> {
  const request = open(url, options)
  request.end(body)
  const [message] = (await once(request, 'response')) as [IncomingMessage]
  return read(message)
}

export async function read(message: IncomingMessage): Promise<Answer> {
  let body = ''
  message.setEncoding('utf8')
  message.on('data', (chunk: string) => {
    body += chunk
  })
  message.on('error', () => undefined)
  if (!message.closed) await new Promise((resolve) => message.on('close', resolve))
  const { statusCode, headers, trailers, complete } = message
  return { status: statusCode!, headers, trailers, body, whole: complete }
}

/** Sends a body in two pieces, the second when the first has come back, with a trailer. */
export async function converse(url: string): Promise<{ readonly pieces: unknown[]; readonly end: Answer }> {
  const request = open(url, { method: 'POST' })
  request.write('one')
  const [message] = (await once(request, 'response')) as [IncomingMessage]
  const first = await once(message.setEncoding('utf8'), 'data')
  request.write('two')
  const second = await once(message, 'data')
  request.addTrailers({ 'x-end': 'yes' })
  request.end()
  return { pieces: [...first, ...second], end: await read(message) }
}

/** Asks, and goes away in the middle of the answer's body. */
export async function leaveInMidBody(url: string): Promise<void> {
  const request = open(url)
  request.end()
  const [message] = (await once(request, 'response')) as [IncomingMessage]
  message.on('error', () => undefined)
  await once(message, 'data')
  request.destroy()
}

/** Sends bytes as they are, and gives all that comes back until the connection ends. */
export async function exchangeRaw(port: number, text: string): Promise<string> {
  const socket = await openSocket(port)
  socket.write(text)
  let answer = ''
  for await (const chunk of socket) answer += chunk
  return answer
}

export async function openSocket(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

/** Waits until something is so, for a minute at most. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`it never came to be: ${isSo}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
