import { Fields } from './fields.js'
import { HttpError } from './http-error.js'
import type { HttpClient, HttpHandler } from './http-types.js'
import { Request } from './request.js'
import { RequestOptions } from './request-options.js'
import { Response } from './response.js'

export interface HttpOptions {
  /** Where requests go. Default: nowhere, each fails with `HTTP-request-denied`. */
  readonly client?: HttpClient | undefined
  /** What middleware calls, such as `handlerOf(instance)`. Default: the client. */
  readonly handler?: HttpHandler | undefined
  /** Told of each request that is refused because there is nowhere for it to go. */
  readonly onDenied?: ((request: Request) => void) | undefined
}

export interface HttpImports {
  readonly imports: {
    readonly 'wasi:http/types': {
      readonly Fields: typeof Fields
      readonly Request: typeof Request
      readonly RequestOptions: typeof RequestOptions
      readonly Response: typeof Response
    }
    readonly 'wasi:http/client': HttpClient
    readonly 'wasi:http/handler': HttpHandler
  }
}

/**
 * `wasi:http` 0.3 for components, as imports for `instantiate`. The classes are the same for all, so that requests and
 * responses go from one component to another, whoever made them.
 */
export function createHttp({ client, handler, onDenied }: HttpOptions = {}): HttpImports {
  const { send } = client ? { send: (request: Request) => client.send(request) } : denied(onDenied)
  return {
    imports: {
      'wasi:http/types': { Fields, Request, RequestOptions, Response },
      'wasi:http/client': { send },
      'wasi:http/handler': handler ?? { handle: send },
    },
  }
}

function denied(onDenied: HttpOptions['onDenied']): HttpClient {
  return {
    async send(request) {
      request.body.drop()
      onDenied?.(request)
      throw new HttpError({ tag: 'HTTP-request-denied' })
    },
  }
}
