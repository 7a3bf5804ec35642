import type { Guest } from '../guest.js'

export type GuestFunction = (...values: unknown[]) => unknown
export type GuestExports = Readonly<Record<string, GuestFunction>>
export type HostFunction = (...values: never[]) => unknown
/** Functions of the host by their names in camel case: the guests import nothing else. */
export type HostImports = Readonly<Record<string, HostFunction>>

/** What runs components. */
export interface Runtime {
  readonly name: string
  instantiate(guest: Guest, imports?: HostImports): Promise<GuestExports>
  /** What a guest takes for a stream of these chunks. A chunk may change once the next one is asked for. */
  streamOf(chunks: Iterable<Uint8Array>): unknown
  /** Reads a guest's stream to its end into `target`, again and again, and tells how much of it was filled. */
  readAll(stream: unknown, target: Uint8Array, onChunk: (length: number) => void): Promise<void>
}
