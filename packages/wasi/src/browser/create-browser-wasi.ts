import type { Component } from '@weft/component'
import { assembleWasi, type Wasi } from '../create-wasi.js'
import type { FileSystem } from '../filesystem/file-system.js'
import { nowhere } from '../host/byte-sink.js'
import { BytesSource } from '../host/byte-source.js'
import { type Clocks, ownClocks } from '../host/clocks.js'
import type { Providers } from '../host/create-imports.js'
import { type Denial, Grants } from '../host/grants.js'
import { deniedHttp, type HttpGrant, httpProviders } from '../host/http-providers.js'
import { secureRandom, seededRandom } from '../host/random.js'
import { Timers } from '../host/timers.js'
import type { Preopen, WasiHost } from '../host/wasi-host.js'
import { WebSink } from './web-sink.js'
import { WebSource } from './web-source.js'

/** Files, and which folders of them a guest gets; made by `createMemoryFiles` of `@weft/wasi/memory-files`. */
export interface Files {
  readonly fileSystem: FileSystem
  readonly preopens: readonly Preopen[]
}

/** What a guest in a browser is granted: nothing that is not said here. */
export interface BrowserWasiOptions {
  /** Arguments, the program's name first. Default: none. */
  readonly args?: readonly string[] | undefined
  /** Environment variables. Default: none. */
  readonly env?: Readonly<Record<string, string>> | undefined
  /** Standard input. Default: none, which the guest sees as its end. */
  readonly stdin?: ReadableStream<Uint8Array> | Uint8Array | undefined
  /** Standard output. Default: what is written is forgotten. */
  readonly stdout?: WritableStream<Uint8Array> | undefined
  /** Standard error. Default: what is written is forgotten. */
  readonly stderr?: WritableStream<Uint8Array> | undefined
  /** Default: none. */
  readonly files?: Files | undefined
  /** What serves `wasi:http`, such as `createHttp({ client: createFetchClient() })`. Default: requests are refused. */
  readonly http?: HttpGrant | undefined
  /** Default: the clocks of the page. */
  readonly clocks?: Clocks | undefined
  /** A seed for random numbers that are the same each time, for tests. Default: secure random numbers. */
  readonly randomSeed?: bigint | undefined
  /** Told once of each capability that the guest used and was not granted. */
  readonly onDenied?: ((denial: Denial) => void) | undefined
}

/** What `component` imports of WASI 0.3 and 0.2, for one instance of it in a browser. There are no sockets. */
export async function createWasi(
  component: Pick<Component, 'imports'>,
  options: BrowserWasiOptions = {},
): Promise<Wasi> {
  return assembleWasi(component, createHost(options), providersOf(options))
}

function createHost(options: BrowserWasiOptions): WasiHost {
  const { args = [], env = {}, stdin, stdout, stderr, files, clocks = ownClocks, randomSeed } = options
  return {
    args,
    env: Object.entries(env),
    initialCwd: undefined,
    stdin:
      stdin instanceof ReadableStream ? new WebSource(stdin) : new BytesSource(stdin ?? new Uint8Array()),
    stdout: stdout ? new WebSink(stdout) : nowhere,
    stderr: stderr ? new WebSink(stderr) : nowhere,
    terminals: { stdin: false, stdout: false, stderr: false },
    clocks,
    timers: new Timers(clocks),
    random: randomSeed === undefined ? secureRandom : seededRandom(randomSeed),
    preopens: files?.preopens ?? [],
    fileSystem: files?.fileSystem,
    grants: new Grants(options.onDenied),
    pending: new Set(),
    closers: [],
  }
}

function providersOf({ http }: BrowserWasiOptions): Providers {
  const denied = () => import('../sockets/denied.js')
  return {
    'wasi:sockets/types@0.3': async ({ host }) => (await denied()).deniedSockets(host.grants),
    'wasi:sockets/ip-name-lookup@0.3': async ({ host }) => (await denied()).deniedLookup(host.grants),
    ...httpProviders(http ? () => http : deniedHttp),
  }
}
