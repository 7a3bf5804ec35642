import type { Shape } from '../chains.js'

/** What a process is to serve, as its only argument in JSON. */
export interface ProxyOrder extends Shape {
  readonly runtime: 'weft' | 'plain'
  /** URL of the server at the end; used where the end is the network. */
  readonly upstream: string
}

/** What a process has at a moment. */
export interface Snapshot {
  readonly residentBytes: number
  /** Time on a processor since the process began. */
  readonly processorMicros: number
  /** Requests that are being answered, tasks of the guests, sockets, all together. */
  readonly requests: number
  readonly tasks: number
  readonly sockets: number
}

/** Messages to the parent: first the address, then a snapshot for each question. */
export type Answer = { readonly url: string } | { readonly snapshot: Snapshot }
