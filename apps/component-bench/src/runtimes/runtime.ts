import type { Guest } from '../guest.js'

export type GuestFunction = (...values: unknown[]) => unknown
export type GuestExports = Readonly<Record<string, GuestFunction>>
/** Functions of the host by their names in camel case, and interfaces by their names. */
export type HostImports = Readonly<Record<string, object>>

/** What runs components. */
export interface Runtime {
  readonly name: string
  instantiate(guest: Guest, imports?: HostImports): Promise<GuestExports>
  /** What a guest takes for a stream of these chunks. A chunk may change once the next one is asked for. */
  streamOf(chunks: Iterable<Uint8Array>): unknown
  /** Reads a guest's stream to its end into `target`, again and again, and tells how much of it was filled. */
  readAll(stream: unknown, target: Uint8Array, onChunk: (length: number) => void): Promise<void>
}
