import type { FileSystem } from '../filesystem/file-system.js'
import type { ByteSink } from './byte-sink.js'
import type { ByteSource } from './byte-source.js'
import type { Clocks } from './clocks.js'
import type { Grants } from './grants.js'
import type { Random } from './random.js'
import type { Timers } from './timers.js'

/** A folder that a guest gets. */
export interface Preopen {
  readonly hostPath: string
  readonly guestPath: string
  readonly readOnly: boolean
}

/** One guest's world: what the interfaces of WASI are served from. Nothing in it is shared with other guests. */
export interface WasiHost {
  readonly args: readonly string[]
  readonly env: readonly (readonly [string, string])[]
  readonly initialCwd: string | undefined
  readonly stdin: ByteSource
  readonly stdout: ByteSink
  readonly stderr: ByteSink
  readonly terminals: { readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean }
  readonly clocks: Clocks
  readonly timers: Timers
  readonly random: Random
  readonly preopens: readonly Preopen[]
  /** Undefined if there are no folders. */
  readonly fileSystem: FileSystem | undefined
  readonly grants: Grants
  /** Work that has to end before the guest's output is complete. */
  readonly pending: Set<Promise<unknown>>
  /** Called when the guest is gone. */
  readonly closers: (() => void)[]
}
