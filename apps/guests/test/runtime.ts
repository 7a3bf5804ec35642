export type GuestFunction = (...values: unknown[]) => unknown

/** Functions and classes by their names, interfaces by theirs. */
export type GuestExports = Readonly<Record<string, unknown>>

/** What a component may be given: functions at the top level, interfaces by their names without version. */
export type HostImports = Readonly<Record<string, unknown>>

/** What runs components. */
export interface Runtime {
  readonly name: string
  instantiate(wasm: Uint8Array, imports?: HostImports): Promise<GuestExports>
  /** What a guest takes for a stream of bytes. */
  streamOf(chunks: AsyncIterable<Uint8Array>): unknown
  /** Reads a guest's stream to its end, or gives up after `limit` bytes. */
  bytesOf(stream: unknown, limit?: number): Promise<Uint8Array>
}
