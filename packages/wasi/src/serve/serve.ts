import { createServer, type Server as HttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Component, Imports } from '@weft/component'
import { AccessError } from '@weft/core'
import { createHttp } from '../http/create-http.js'
import { createNodeClient, type NodeClient } from '../http/node-client.js'
import { createHttpPreview2 } from '../http/preview2/create-http-preview2.js'
import { Exchange, type ExchangeContext, refuse } from './exchange.js'
import { findHandler, type Handler } from './find-handler.js'
import { InstancePool, type PooledInstance } from './instance-pool.js'
import { listen } from './listen.js'
import { ClientGoneError, HttpLimitError } from './serve-errors.js'
import {
  type CloseOptions,
  defaultServeLimits,
  type InstanceImports,
  type RequestSummary,
  type ServeLimits,
  type ServeOptions,
  type Server,
} from './serve-options.js'
import { watchClientErrors } from './watch-client-errors.js'

/**
 * Serves a component of the worlds `wasi:http/service` and `middleware` 0.3, or `proxy` 0.2, on a Node server. Bodies
 * stream both ways at the receiver's pace; a response begins when the component returns it, and the component may go on
 * after that. Instances are used again, for several requests at once; those of WASI 0.2 for one request only, which is
 * what components of that time expect, unless `limits` say otherwise.
 *
 * Rejects with `GuestError` for another kind of component, with `ListenError` if the address cannot be had, and with what
 * instantiation throws.
 */
export async function serve(component: Component, options: ServeOptions = {}): Promise<Server> {
  const server = new ComponentServer(component, options)
  await server.start(options.host ?? '127.0.0.1', options.port ?? 0)
  return server
}

class ComponentServer implements Server, ExchangeContext {
  readonly handler: Handler
  readonly limits: ServeLimits
  readonly pool: InstancePool
  closing = false
  readonly #options: ServeOptions
  readonly #server: HttpServer
  readonly #exchanges = new Set<Exchange>()
  readonly #bySocket = new WeakMap<Socket, Exchange>()
  readonly #upstream: NodeClient | undefined
  #closed: Promise<void> | undefined = undefined
  /** Called when an exchange ends, while the server closes. */
  #wake: (() => void) | undefined = undefined

  constructor(component: Component, options: ServeOptions) {
    const { handler } = options
    this.#options = options
    this.handler = findHandler(component)
    this.limits = {
      ...defaultServeLimits,
      ...(this.handler.isPreview2 ? { maximumReuse: 1 } : {}),
      ...definedOf(options.limits),
      // An instance of WASI 0.2 cannot be called while a call is under way.
      ...(this.handler.isPreview2 ? { maximumRequestsAtOnce: 1 } : {}),
    }
    const isAddress = typeof handler === 'string' || handler instanceof URL
    this.#upstream = isAddress ? createNodeClient({ upstream: handler }) : undefined
    if (this.limits.maximumInstances < 1)
      throw new RangeError(`maximumInstances: ${this.limits.maximumInstances}, it must be 1 or more`)
    const poolLimits = { ...this.limits, exclusive: this.handler.isPreview2 }
    this.pool = new InstancePool(() => this.#instantiate(component), poolLimits)
    this.#server = createServer(
      {
        maxHeaderSize: this.limits.maximumHeaderBytes,
        requestTimeout: this.limits.receiveMs,
        headersTimeout: this.limits.receiveMs,
        connectionsCheckingInterval: Math.min(30_000, Math.max(this.limits.receiveMs / 4, 100)),
      },
      this.#request,
    )
    watchClientErrors(this.#server, {
      limits: this.limits,
      report: (error) => this.report(error, undefined),
      exchangeOf: (socket) => this.#bySocket.get(socket),
    })
  }

  get host(): string {
    return (this.#server.address() as AddressInfo).address
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get url(): string {
    const { host } = this
    return `http://${host.includes(':') ? `[${host}]` : host}:${this.port}/`
  }

  get requests(): number {
    return this.#exchanges.size
  }

  get instances(): number {
    return this.pool.size
  }

  get tasks(): number {
    return this.pool.tasks
  }

  /** The first instance is made before anybody asks for it, so that what is missing is known at once. */
  async start(host: string, port: number): Promise<void> {
    await this.pool.prepare()
    try {
      await listen(this.#server, host, port)
    } catch (error) {
      await this.#end()
      throw error
    }
  }

  report(error: unknown, request: RequestSummary | undefined): void {
    const { onError } = this.#options
    if (onError) onError(error, request)
    else console.error(request ? `${request.method} ${request.url}:` : 'weft serve:', error)
  }

  close({ graceMs = 10_000 }: CloseOptions = {}): Promise<void> {
    this.#closed ??= this.#close(graceMs)
    return this.#closed
  }

  async #close(graceMs: number): Promise<void> {
    this.closing = true
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    this.#server.closeIdleConnections()
    const deadline = performance.now() + graceMs
    while (this.#exchanges.size > 0 && performance.now() < deadline) await this.#exchangeEnds(deadline)
    // Nobody tells when a task ends that goes on after its response.
    while (this.pool.tasks > 0 && performance.now() < deadline) await sleep(10)
    this.#server.closeAllConnections()
    // Requests in flight hear that their clients are gone, and not that there are no more instances.
    for (const exchange of this.#exchanges) exchange.fail(new ClientGoneError())
    await this.#end()
    await closed
  }

  #exchangeEnds(deadline: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(deadline - performance.now(), 0))
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  async #end(): Promise<void> {
    this.#upstream?.close()
    await this.pool.dispose()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  readonly #request = (message: IncomingMessage, out: ServerResponse): void => {
    const error = this.#refusal(message)
    if (error !== undefined) {
      const { method = '', url = '' } = message
      this.report(error, { method, url })
      refuse(out, error.status, true)
      return
    }
    const exchange = new Exchange(this, message, out)
    this.#exchanges.add(exchange)
    this.#bySocket.set(message.socket, exchange)
    exchange.run().then(() => {
      this.#exchanges.delete(exchange)
      this.#bySocket.delete(message.socket)
      if (!this.closing) return
      this.#server.closeIdleConnections()
      this.#wake?.()
    })
  }

  #refusal({ headers }: IncomingMessage): HttpLimitError | undefined {
    const { maximumRequests, maximumBodyBytes } = this.limits
    if (this.closing) return new HttpLimitError('requests', 'the server is closing')
    if (this.#exchanges.size >= maximumRequests)
      return new HttpLimitError(
        'requests',
        `there are ${maximumRequests} requests at once, which is the limit`,
      )
    const bytes = Number(headers['content-length'] ?? 0)
    if (bytes <= maximumBodyBytes) return undefined
    const message = `the request body has ${bytes} bytes, the limit is ${maximumBodyBytes}`
    return new HttpLimitError('body-bytes', message)
  }

  async #instantiate(component: Component): Promise<PooledInstance> {
    const { imports = {}, instantiate } = this.#options
    const given: InstanceImports = typeof imports === 'function' ? await imports(component) : { imports }
    const asyncImports = [...(given.asyncImports ?? []), ...(instantiate?.asyncImports ?? [])]
    const instance = await component.instantiate(this.#importsWith(given.imports), {
      // A guest may wait for something that only the next request brings.
      onDeadlock: 'wait',
      ...instantiate,
      asyncImports,
      onError: (error) => this.report(error, undefined),
    })
    const end = async () => given[Symbol.asyncDispose]?.()
    return { instance, end: () => end().catch((error) => this.report(error, undefined)) }
  }

  /** `wasi:http` is the server's own, whoever else gives one: requests must be of one class. */
  #importsWith(given: Imports): Imports {
    const { client, handler } = this.#options
    const handle = typeof handler === 'function' ? handler : this.#upstream?.send
    const http = createHttp({
      client,
      handler: handle && { handle },
      onDenied: () => this.report(denied(), undefined),
    }).imports
    return {
      ...Object.fromEntries(Object.entries(given).filter(([name]) => !name.startsWith('wasi:http'))),
      ...http,
      // Components of WASI 0.2 have but one way to call on.
      ...createHttpPreview2(handle ? { send: handle } : http['wasi:http/client']),
    }
  }
}

function denied(): AccessError {
  return new AccessError(
    'the component wanted to make a request, but has no client: grant it with --inherit-network',
  )
}

function definedOf(limits: Partial<ServeLimits> = {}): Partial<ServeLimits> {
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined))
}
