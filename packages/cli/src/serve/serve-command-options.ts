import type { GrantOptions } from '../wasi/grant-options.js'
import type { Address } from './option-values.js'

/** The options of `weft serve`. */
export interface ServeCommandOptions extends GrantOptions {
  readonly addr: Address
  readonly upstream?: string
  readonly timeout?: number
  readonly receiveTimeout?: number
  readonly stallTimeout?: number
  readonly maxRequests?: number
  readonly maxBody?: number
  readonly maxHeaders?: number
  readonly maxInstances?: number
  readonly requestsPerInstance?: number
  readonly maxReuse?: number
  readonly grace?: number
  /** The file to write a trace to. */
  readonly trace?: string
}
