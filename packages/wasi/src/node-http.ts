export { createNodeClient, type NodeClient, type NodeClientOptions } from './http/node-client.js'
export { serve } from './serve/serve.js'
export {
  BadRequestError,
  BadResponseError,
  type HttpLimit,
  HttpLimitError,
  ListenError,
} from './serve/serve-errors.js'
export {
  type CloseOptions,
  defaultServeLimits,
  type InstanceImports,
  type RequestSummary,
  type ServeLimits,
  type ServeOptions,
  type Server,
} from './serve/serve-options.js'
