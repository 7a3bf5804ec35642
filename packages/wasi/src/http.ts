export { Body, type Trailers } from './http/body.js'
export { createHttp, type HttpImports, type HttpOptions } from './http/create-http.js'
export {
  type CreateRequestOptions,
  type CreateResponseOptions,
  createRequest,
  createResponse,
  type FieldsInit,
  type MessageOptions,
} from './http/create-message.js'
export { createFetchClient } from './http/fetch-client.js'
export { Fields } from './http/fields.js'
export { type ComponentHandler, handlerOf } from './http/handler-of.js'
export { HttpError } from './http/http-error.js'
export {
  type ByteSource,
  type Contents,
  type ErrorCode,
  type FieldSizePayload,
  type Future,
  type HeaderError,
  type HttpClient,
  type HttpHandler,
  isByteSource,
  type Method,
  type Outcome,
  type Scheme,
  type TrailersOutcome,
  type TransmissionOutcome,
} from './http/http-types.js'
export { createHttpPreview2, type HttpPreview2Imports } from './http/preview2/create-http-preview2.js'
export { type ReceivedBody, readMessage } from './http/read-message.js'
export { Request } from './http/request.js'
export { RequestOptions } from './http/request-options.js'
export { Response } from './http/response.js'
export type { Transmission } from './http/transmission.js'
