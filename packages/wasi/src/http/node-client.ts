import {
  type AgentOptions,
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
} from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { Socket, SocketConstructorOpts } from 'node:net'
import { cancelCall } from '@weft/component'
import { ClientTimeouts } from './client-timeouts.js'
import { Fields } from './fields.js'
import { HttpError } from './http-error.js'
import type { HttpClient } from './http-types.js'
import { IncomingBody } from './incoming-body.js'
import { methodText } from './method-text.js'
import { httpErrorOf } from './node-errors.js'
import type { Request } from './request.js'
import { Response } from './response.js'
import { sendBody } from './send-body.js'
import { dropped } from './transmission.js'

export interface NodeClientOptions {
  /** The connections. Default: kept alive, for this client alone. */
  readonly agent?:
    | { readonly http?: HttpAgent | undefined; readonly https?: HttpsAgent | undefined }
    | undefined
  /** Every request goes there, whatever authority and scheme it names: `http://127.0.0.1:3000`, with no path. */
  readonly upstream?: URL | string | undefined
  /** The longest time to connect, in milliseconds, where the request has no `connect-timeout`. Default: the system's. */
  readonly connectMs?: number | undefined
  /** The longest time to the first byte, where the request has no `first-byte-timeout`. Default: none. */
  readonly firstByteMs?: number | undefined
  /** The longest pause in a body, where the request has no `between-bytes-timeout`. Default: none. */
  readonly betweenBytesMs?: number | undefined
}

/** A client that keeps connections. */
export interface NodeClient extends HttpClient {
  /** Closes connections that nobody uses. */
  close(): void
}

const readBuffer = Buffer.allocUnsafeSlow(64 * 1024)

/**
 * All connections read into one buffer, of which Node's parser copies what it takes at once. By itself Node makes a buffer
 * for each read: of a response of 1 GiB there were 55 MiB before they were collected, and are 2 MiB (Node 26).
 */
const agentOptions: AgentOptions & Pick<SocketConstructorOpts, 'onread'> = {
  keepAlive: true,
  onread: {
    buffer: () => readBuffer,
    callback(this: Socket, length, buffer) {
      this.emit('data', buffer.subarray(0, length))
      return true
    },
  },
}

/** Sends requests by Node's `http` and `https`. */
export function createNodeClient(options: NodeClientOptions = {}): NodeClient {
  const agents = {
    http: options.agent?.http ?? new HttpAgent(agentOptions),
    https: options.agent?.https ?? new HttpsAgent({ keepAlive: true }),
  }
  const upstream = options.upstream === undefined ? undefined : originOf(options.upstream)
  return {
    // Not an async function: what is cancelled is this promise.
    send: (request) => {
      try {
        return new Call(request, targetOf(request, upstream), agents, options).response
      } catch (error) {
        request.body.drop()
        return Promise.reject(httpErrorOf(error))
      }
    },
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

interface Target {
  readonly secure: boolean
  readonly authority: string
  readonly path: string
}

function originOf(url: URL | string): Omit<Target, 'path'> {
  const { protocol, host, pathname } = new URL(url)
  if ((protocol !== 'http:' && protocol !== 'https:') || pathname !== '/')
    throw new TypeError(`${url}: an upstream is http://host:port or https://host:port, without a path`)
  return { secure: protocol === 'https:', authority: host }
}

/** Where a request goes. `HTTPS` is the default, as the interface leaves it to hosts. */
function targetOf(request: Request, upstream: Omit<Target, 'path'> | undefined): Target {
  const path = request.getPathWithQuery()
  if (path === undefined) throw new HttpError({ tag: 'HTTP-request-URI-invalid' }, 'the request has no path')
  if (methodText(request.getMethod()) === 'CONNECT')
    throw new HttpError(
      { tag: 'HTTP-protocol-error' },
      'CONNECT opens a tunnel, for which there is no response',
    )
  const rooted = path === '' || path.startsWith('?') ? `/${path}` : path
  if (upstream) return { ...upstream, path: rooted }
  const scheme = request.getScheme()?.tag ?? 'HTTPS'
  if (scheme === 'other') throw new HttpError({ tag: 'HTTP-protocol-error' }, 'only http and https are sent')
  const authority = request.getAuthority()
  if (authority === undefined)
    throw new HttpError({ tag: 'HTTP-request-URI-invalid' }, 'the request has no authority')
  return { secure: scheme === 'HTTPS', authority, path: rooted }
}

/** A request on its way. */
class Call {
  readonly response: Promise<Response>
  readonly #request: Request
  readonly #out: ClientRequest
  readonly #timeouts: ClientTimeouts
  readonly #declared: number | undefined
  #isAnswered = false
  #resolve!: (response: Response) => void
  #reject!: (error: unknown) => void
  /** Why the request could not be sent, which is why the connection was given up. */
  #failure: HttpError | undefined = undefined

  constructor(
    request: Request,
    { secure, authority, path }: Target,
    agents: { readonly http: HttpAgent; readonly https: HttpsAgent },
    options: NodeClientOptions,
  ) {
    this.#request = request
    this.#declared = request.getHeaders().contentLength()
    this.response = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    Object.assign(this.response, { [cancelCall]: this.#cancel })
    const { host, hostname, port } = splitAuthority(authority)
    const send = secure ? httpsRequest : httpRequest
    this.#out = send({
      agent: secure ? agents.https : agents.http,
      method: methodText(request.getMethod()),
      hostname,
      port,
      path,
      setHost: false,
    })
    this.#out.setHeader('host', host)
    const raw = request.getHeaders().toRaw()
    for (let index = 0; index < raw.length; index += 2) this.#out.appendHeader(raw[index]!, raw[index + 1]!)
    this.#timeouts = new ClientTimeouts(this.#out, request.getOptions(), options)
    this.#out.on('response', this.#answered)
    this.#out.on('error', this.#failed)
    this.#out.on('close', this.#closed)
    this.#send()
  }

  #send(): void {
    const options = {
      start: this.#start,
      declared: this.#declared,
      wrongLength: 'HTTP-request-body-size',
    } as const
    sendBody(this.#request.body.take(), this.#out, options).catch((error: HttpError) => {
      this.#failure = error
      this.#out.destroy()
      if (error.payload.tag !== 'connection-terminated') this.#reject(this.#seenByCaller(error))
    })
  }

  /** A body that is too short is the other side's to complain of; it sees a broken message. */
  #seenByCaller(error: HttpError): HttpError {
    const { tag, val } = error.payload
    const isShort = tag === 'HTTP-request-body-size' && Number(val) < this.#declared!
    return isShort ? new HttpError({ tag: 'HTTP-protocol-error' }, error.message, { cause: error }) : error
  }

  /** Node frames a body only where the method has one by habit. */
  readonly #start = (length: number | undefined): void => {
    if (this.#declared !== undefined) return
    if (length === undefined) this.#out.setHeader('transfer-encoding', 'chunked')
    else if (length > 0 || this.#out.useChunkedEncodingByDefault)
      this.#out.setHeader('content-length', length)
  }

  /** The guest wants no answer any more: the connection is given up at once. */
  readonly #cancel = (): true => {
    this.#out.destroy()
    return true
  }

  readonly #answered = (message: IncomingMessage): void => {
    this.#isAnswered = true
    this.#timeouts.answered()
    const body = IncomingBody.of(message, {
      incomplete: { tag: 'HTTP-response-incomplete' },
      pauseMs: this.#timeouts.betweenBytesMs,
      abandon: this.#abandon,
    })
    // A guest that could not take the body wants no more of it. One that dropped it may still send its own.
    body.transmission.then((outcome) => {
      if (outcome.tag === 'err' && outcome !== dropped) message.destroy()
    })
    // Its connection is given back when its end was read.
    if (body.contents === undefined) message.resume()
    const headers = Fields.fromRaw(message.rawHeaders)
    this.#resolve(new Response(headers, body, message.statusCode))
  }

  /** Nobody reads the response: its connection is given up, once the request is through. */
  readonly #abandon = (message: IncomingMessage): void => {
    const out = this.#out
    if (out.writableFinished) message.destroy()
    else {
      message.resume()
      out.once('finish', () => message.complete || message.destroy())
    }
  }

  readonly #failed = (error: unknown): void => {
    this.#reject(this.#timeouts.error ?? httpErrorOf(error))
  }

  readonly #closed = (): void => {
    this.#timeouts.answered()
    // An error is not cheap, and most connections close when the response is there.
    if (!this.#isAnswered) this.#reject(this.#failure ?? new HttpError({ tag: 'connection-terminated' }))
  }
}

interface Authority {
  readonly host: string
  readonly hostname: string
  readonly port: string | undefined
}

function splitAuthority(authority: string): Authority {
  const host = authority.slice(authority.lastIndexOf('@') + 1)
  const colon = host.lastIndexOf(':')
  const hasPort = colon > host.lastIndexOf(']')
  const name = hasPort ? host.slice(0, colon) : host
  return { host, hostname: name.replace(/^\[|\]$/g, ''), port: hasPort ? host.slice(colon + 1) : undefined }
}
