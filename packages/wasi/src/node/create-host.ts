import fs from 'node:fs'
import process from 'node:process'
import type { Writable } from 'node:stream'
import { isatty } from 'node:tty'
import type { FileSystem } from '../filesystem/file-system.js'
import { type ByteSink, nowhere } from '../host/byte-sink.js'
import { type ByteSource, BytesSource } from '../host/byte-source.js'
import { type Clocks, ownClocks } from '../host/clocks.js'
import { Grants } from '../host/grants.js'
import { secureRandom, seededRandom } from '../host/random.js'
import { Timers } from '../host/timers.js'
import type { Preopen, WasiHost } from '../host/wasi-host.js'
import { NodeSink } from './node-sink.js'
import { NodeSource } from './node-source.js'
import type { DirectoryGrant, WasiOptions } from './wasi-options.js'

/** Node's clock is finer than `performance`. */
const nodeClocks: Clocks = {
  ...ownClocks,
  monotonicNow: () => process.hrtime.bigint(),
  monotonicResolution: 1n,
}

/**
 * A guest's world on Node.
 * @throws TypeError for a folder that is not there
 */
export function createHost(options: WasiOptions): WasiHost {
  const { args = [], env = {}, inheritEnv = false, dirs = [], clocks = nodeClocks, randomSeed } = options
  const { stdin, stdout, stderr } = options
  const grants = new Grants(options.onDenied)
  return {
    args,
    env: environmentOf({ ...(inheritEnv ? process.env : {}), ...env }),
    initialCwd: undefined,
    stdin: sourceOf(stdin, grants),
    stdout: sinkOf(stdout, () => process.stdout),
    stderr: sinkOf(stderr, () => process.stderr),
    terminals: {
      stdin: stdin === 'inherit' && isatty(0),
      stdout: stdout === 'inherit' && isatty(1),
      stderr: stderr === 'inherit' && isatty(2),
    },
    clocks,
    timers: new Timers(clocks),
    random: randomSeed === undefined ? secureRandom : seededRandom(randomSeed),
    preopens: dirs.map(preopenOf),
    fileSystem: fs as FileSystem,
    grants,
    pending: new Set(),
    closers: [],
  }
}

function environmentOf(variables: Readonly<Record<string, string | undefined>>): [string, string][] {
  return Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined)
}

function sourceOf(stdin: WasiOptions['stdin'], grants: Grants): ByteSource {
  if (stdin === undefined) return new DeniedSource(grants)
  if (stdin instanceof Uint8Array) return new BytesSource(stdin)
  return new NodeSource(() => (stdin === 'inherit' ? process.stdin : stdin))
}

function sinkOf(given: Writable | 'inherit' | undefined, inherited: () => Writable): ByteSink {
  if (given === undefined) return nowhere
  return new NodeSink(() => (given === 'inherit' ? inherited() : given))
}

/** Links in the path of a folder that is granted are the host's business; those in the folder are the guest's. */
function preopenOf({ hostPath, guestPath = hostPath, readOnly = false }: DirectoryGrant): Preopen {
  try {
    const real = fs.realpathSync(hostPath)
    if (fs.statSync(real).isDirectory()) return { hostPath: real, guestPath, readOnly }
  } catch (error) {
    throw new TypeError(`cannot grant the folder ${hostPath}: ${(error as Error).message}`, { cause: error })
  }
  throw new TypeError(`cannot grant ${hostPath}: it is no folder`)
}

/** Standard input that was not granted. */
class DeniedSource extends BytesSource {
  readonly #grants: Grants

  constructor(grants: Grants) {
    super(new Uint8Array())
    this.#grants = grants
  }

  override take(): undefined {
    this.#grants.denied('stdin')
  }
}
