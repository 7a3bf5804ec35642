import type { Instance } from '@weft/component'
import { callHandler } from '../serve/call-handler.js'
import { findHandler } from '../serve/find-handler.js'
import type { HttpHandler } from './http-types.js'
import type { Request } from './request.js'
import type { Response } from './response.js'

/** A component that answers requests. */
export interface ComponentHandler extends HttpHandler {
  /** `signal` asks the component to give up. */
  handle(request: Request, options?: { readonly signal?: AbortSignal | undefined }): Promise<Response>
}

/**
 * What an instance exports as `wasi:http/handler`, of any version of 0.3, or as `incoming-handler` of 0.2. `handle` can be
 * called, given to `serve`, or imported by another component. Throws `GuestError` if there is none.
 */
export function handlerOf(instance: Instance): ComponentHandler {
  const handler = findHandler({ exports: Object.keys(instance.exports).map((name) => ({ name })) })
  return {
    handle: (request, { signal } = {}) => callHandler(handler, instance, request, signal).response,
  }
}
