/** How much is measured. */
export interface Effort {
  readonly rounds: number
  /** Requests of one measurement of a rate, and half as many of one of latency. */
  readonly requests: number
  /** Requests before the first measurement of a proxy: until then it is not compiled to its fastest code. */
  readonly warmUp: number
  /** Bytes of the long body. */
  readonly bodyBytes: number
  /** Requests, and connections, of the crowd. */
  readonly crowd: readonly [requests: number, connections: number]
  /** Says on a terminal what is measured at the moment. */
  progress(text: string): void
}
