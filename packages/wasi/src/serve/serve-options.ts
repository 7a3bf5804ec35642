import type { Component, Imports, InstantiateOptions } from '@weft/component'
import type { HttpClient } from '../http/http-types.js'
import type { Request } from '../http/request.js'
import type { Response } from '../http/response.js'

export interface ServeLimits {
  /** Requests that are answered at once; more get 503. Default 1,000. */
  readonly maximumRequests: number
  /** Bytes of a request body; more is 413. Default: no limit. */
  readonly maximumBodyBytes: number
  /** Bytes of a request's head; more is 431. Default 16 KiB. */
  readonly maximumHeaderBytes: number
  /** Milliseconds until a request is there as a whole; more is 408. Default 300,000; 0 is no limit. */
  readonly receiveMs: number
  /** Milliseconds until the component answers; more is 504, and the call is cancelled. Default 60,000; 0 is no limit. */
  readonly responseMs: number
  /** Milliseconds that a client may take no byte of its response; then its connection is cut. Default 30,000; 0 is no limit. */
  readonly stallMs: number
  /** Milliseconds that a cancelled call has to end; then its instance gets no more requests. Default 5,000. */
  readonly cancelMs: number
  /** Milliseconds that work may go on in an instance that gets no more requests; then it is disposed of. Default 60,000. */
  readonly lingerMs: number
  /** Tasks of an instance that go on after their response; with more it gets no more requests. Default 1,000. */
  readonly maximumLingeringTasks: number
  /** Requests at once in one instance, before there is another one. Default 16; always 1 for components of WASI 0.2. */
  readonly maximumRequestsAtOnce: number
  /**
   * Instances, 1 or more; when all are busy they get more requests than `maximumRequestsAtOnce`, of WASI 0.2 requests
   * wait. Default 32.
   */
  readonly maximumInstances: number
  /** Requests to an instance before it is replaced. Default: no limit, for components of WASI 0.2 1. */
  readonly maximumReuse: number
}

export const defaultServeLimits: ServeLimits = {
  maximumRequests: 1000,
  maximumBodyBytes: Number.POSITIVE_INFINITY,
  maximumHeaderBytes: 16 * 1024,
  receiveMs: 300_000,
  responseMs: 60_000,
  stallMs: 30_000,
  cancelMs: 5000,
  lingerMs: 60_000,
  maximumLingeringTasks: 1000,
  maximumRequestsAtOnce: 16,
  maximumInstances: 32,
  maximumReuse: Number.POSITIVE_INFINITY,
}

/** What an error belongs to. */
export interface RequestSummary {
  readonly method: string
  readonly url: string
}

/** What one instance imports; `createWasi` gives it. Disposed of with the instance. */
export interface InstanceImports extends Partial<AsyncDisposable> {
  readonly imports: Imports
  /** The option of the same name for `instantiate`. */
  readonly asyncImports?: readonly string[] | undefined
}

export interface ServeOptions {
  /** Default `127.0.0.1`. */
  readonly host?: string | undefined
  /** Default 0: any that is free. */
  readonly port?: number | undefined
  /**
   * What the component imports besides `wasi:http`: the same for all instances, or made for each, as in
   * `(component) => createWasi(component, { env })`.
   */
  readonly imports?:
    | Imports
    | ((component: Component) => InstanceImports | Promise<InstanceImports>)
    | undefined
  /** Where requests of the component go, if it may make any: `createNodeClient()`. Default: nowhere. */
  readonly client?: HttpClient | undefined
  /**
   * What middleware calls: a server's address, such as `http://127.0.0.1:3000`, or a function. All requests of a
   * component of WASI 0.2 go there. Default: the client.
   */
  readonly handler?: string | URL | ((request: Request) => Promise<Response>) | undefined
  readonly limits?: Partial<ServeLimits> | undefined
  /** How instances are made. */
  readonly instantiate?: Omit<InstantiateOptions, 'store' | 'onError'> | undefined
  /** Told of what went wrong, with the request if there is one. Default: `console.error`. */
  readonly onError?: ((error: unknown, request: RequestSummary | undefined) => void) | undefined
}

/** When `close` gives up. */
export interface CloseOptions {
  /** Milliseconds that requests, and work that goes on after them, have to end. Default 10,000. */
  readonly graceMs?: number | undefined
}

export interface Server extends AsyncDisposable {
  readonly host: string
  readonly port: number
  /** `http://127.0.0.1:8080/` */
  readonly url: string
  /** Requests that are being answered. */
  readonly requests: number
  readonly instances: number
  /** Tasks that run in the instances, those included that go on after their response. */
  readonly tasks: number
  /** Takes no more requests, lets those in flight end, cuts what has not ended in time, and disposes of the instances. */
  close(options?: CloseOptions): Promise<void>
}
