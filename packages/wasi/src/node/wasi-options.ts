import type { Readable, Writable } from 'node:stream'
import type { Clocks } from '../host/clocks.js'
import type { Denial } from '../host/grants.js'
import type { HttpGrant } from '../host/http-providers.js'
import type { Preopen } from '../host/wasi-host.js'

/** What a guest is granted: nothing that is not said here. */
export interface WasiOptions {
  /** Arguments, the program's name first. Default: none. */
  readonly args?: readonly string[] | undefined
  /** Environment variables. Default: none. */
  readonly env?: Readonly<Record<string, string>> | undefined
  /** Gives the guest this process's environment variables too; those in `env` win. Default: false. */
  readonly inheritEnv?: boolean | undefined
  /** Standard input: this process's, a stream, or bytes. Default: none, which the guest sees as its end. */
  readonly stdin?: 'inherit' | Readable | Uint8Array | undefined
  /** Standard output: this process's or a stream. Default: what is written is forgotten. */
  readonly stdout?: 'inherit' | Writable | undefined
  /** Standard error: this process's or a stream. Default: what is written is forgotten. */
  readonly stderr?: 'inherit' | Writable | undefined
  /** Folders. Default: none. */
  readonly dirs?: readonly DirectoryGrant[] | undefined
  /** Sockets, name lookup, and HTTP requests. Default: false. */
  readonly network?: boolean | undefined
  /** What serves `wasi:http`. Default: a client of Node, if the network is granted. */
  readonly http?: HttpGrant | undefined
  /** Default: this process's clocks. */
  readonly clocks?: Clocks | undefined
  /** A seed for random numbers that are the same each time, for tests. Default: secure random numbers. */
  readonly randomSeed?: bigint | undefined
  /** Told once of each capability that the guest used and was not granted. */
  readonly onDenied?: ((denial: Denial) => void) | undefined
}

/** A folder of the host, and what the guest calls it. `readOnly` is false by default. */
export interface DirectoryGrant
  extends Pick<Preopen, 'hostPath'>,
    Partial<Pick<Preopen, 'guestPath' | 'readOnly'>> {}
