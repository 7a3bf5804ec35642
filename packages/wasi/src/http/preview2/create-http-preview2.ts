import type { IoError } from '../../io/io-error.js'
import { HttpError } from '../http-error.js'
import type { ErrorCode, HttpClient } from '../http-types.js'
import type { RequestOptions } from '../request-options.js'
import { Fields2 } from './fields.js'
import {
  FutureIncomingResponse,
  FutureTrailers,
  IncomingBody,
  IncomingRequest,
  IncomingResponse,
} from './incoming.js'
import { OutgoingRequest, OutgoingResponse } from './outgoing.js'
import { OutgoingBody } from './outgoing-body.js'
import { RequestOptions2 } from './request-options.js'
import { ResponseOutparam } from './response-outparam.js'

const types = {
  Fields: Fields2,
  FutureIncomingResponse,
  FutureTrailers,
  IncomingBody,
  IncomingRequest,
  IncomingResponse,
  OutgoingBody,
  OutgoingRequest,
  OutgoingResponse,
  RequestOptions: RequestOptions2,
  ResponseOutparam,
  httpErrorCode: ({ cause }: IoError): ErrorCode | undefined =>
    cause instanceof HttpError ? cause.payload : undefined,
}

/** What `createHttpPreview2` makes: `wasi:http` 0.2, by the names of its interfaces. */
export interface HttpPreview2Imports {
  readonly 'wasi:http/types@0.2.0': typeof types
  readonly 'wasi:http/outgoing-handler@0.2.0': {
    handle(request: OutgoingRequest, options: RequestOptions | undefined): FutureIncomingResponse
  }
}

/**
 * `wasi:http` of WASI 0.2 for components, as imports for `instantiate`. Their requests go to a client of WASI 0.3: what
 * `createHttp` has as `wasi:http/client`.
 */
export function createHttpPreview2(client: HttpClient): HttpPreview2Imports {
  return {
    'wasi:http/types@0.2.0': types,
    'wasi:http/outgoing-handler@0.2.0': {
      handle(outgoing, options) {
        const request = outgoing.toRequest(options)
        const sent = client.send(request)
        sent.catch(() => request.body.drop())
        return new FutureIncomingResponse(sent)
      },
    },
  }
}
