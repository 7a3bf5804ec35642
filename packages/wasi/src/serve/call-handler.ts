import type { Instance } from '@weft/component'
import { IncomingRequest } from '../http/preview2/incoming.js'
import { ResponseOutparam } from '../http/preview2/response-outparam.js'
import type { Request } from '../http/request.js'
import type { Response } from '../http/response.js'
import type { Handler } from './find-handler.js'
import { BadResponseError } from './serve-errors.js'

/** A call of a component's handler. */
export interface HandlerCall {
  readonly response: Promise<Response>
  /** Settles when the instance can take another call, which of WASI 0.2 is when this one has ended. */
  readonly ended: Promise<unknown>
}

/** Has a component answer a request. `signal` asks it to give up. */
export function callHandler(
  { name, isPreview2 }: Handler,
  instance: Instance,
  request: Request,
  signal: AbortSignal | undefined,
): HandlerCall {
  if (isPreview2) return callPreview2(name, instance, request, signal)
  const response = instance.invoke(name, [request], { signal }) as Promise<Response>
  return { response, ended: response }
}

/** The response is there as soon as the guest has set it; while the call goes on, it writes the body. */
function callPreview2(
  name: string,
  instance: Instance,
  request: Request,
  signal: AbortSignal | undefined,
): HandlerCall {
  const outparam = new ResponseOutparam()
  const call = instance.invoke(name, [new IncomingRequest(request), outparam], { signal })
  call.then(
    () => outparam.end(),
    (error) => outparam.end(error),
  )
  const withoutResponse = call.then(() => {
    throw new BadResponseError('the component ended its call without a response')
  })
  return { response: Promise.race([outparam.response, withoutResponse]), ended: call }
}
