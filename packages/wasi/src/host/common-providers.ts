import { environment } from '../cli/environment.js'
import { exit } from '../cli/exit.js'
import { stderr2, stdin2, stdout2 } from '../cli/preview2.js'
import { stderr, stdin, stdout } from '../cli/standard-streams.js'
import {
  TerminalInput,
  TerminalOutput,
  terminalStderr,
  terminalStdin,
  terminalStdout,
} from '../cli/terminals.js'
import { monotonicClock, systemClock, timezone, timezone2, wallClock } from '../clocks/clocks.js'
import { monotonicClock2 } from '../clocks/preview2.js'
import { error, pollInterface, streams } from '../io/interfaces.js'
import { insecure, insecureSeed, random } from '../random/random.js'
import type { Provider, Providers } from './create-imports.js'
import type { WasiHost } from './wasi-host.js'

const files = () => import('../filesystem/interfaces.js')

/**
 * Interfaces that are the same everywhere. Small ones are in one file, since loading a file takes a millisecond; others
 * are loaded if a component imports them.
 */
export const commonProviders: Providers = {
  ...both('cli/environment', from(environment)),
  ...both('cli/exit', () => exit),
  ...both('cli/terminal-input', () => ({ TerminalInput })),
  ...both('cli/terminal-output', () => ({ TerminalOutput })),
  ...both('cli/terminal-stdin', from(terminalStdin)),
  ...both('cli/terminal-stdout', from(terminalStdout)),
  ...both('cli/terminal-stderr', from(terminalStderr)),
  ...both('random/insecure-seed', from(insecureSeed)),
  'wasi:cli/types@0.3': () => ({}),
  'wasi:cli/stdin@0.2': from(stdin2),
  'wasi:cli/stdin@0.3': from(stdin),
  'wasi:cli/stdout@0.2': from(stdout2),
  'wasi:cli/stdout@0.3': from(stdout),
  'wasi:cli/stderr@0.2': from(stderr2),
  'wasi:cli/stderr@0.3': from(stderr),
  'wasi:clocks/types@0.3': () => ({}),
  'wasi:clocks/timezone@0.2': () => timezone2,
  'wasi:clocks/timezone@0.3': () => timezone,
  'wasi:clocks/monotonic-clock@0.2': from(monotonicClock2),
  'wasi:clocks/monotonic-clock@0.3': from(monotonicClock),
  'wasi:clocks/wall-clock@0.2': from(wallClock),
  // The name of the system clock in early candidates of 0.3.0.
  'wasi:clocks/wall-clock@0.3': from(systemClock),
  'wasi:clocks/system-clock@0.3': from(systemClock),
  'wasi:random/random@0.2': ({ host }) => random(host, '0.2'),
  'wasi:random/random@0.3': ({ host }) => random(host, '0.3'),
  'wasi:random/insecure@0.2': ({ host }) => insecure(host, '0.2'),
  'wasi:random/insecure@0.3': ({ host }) => insecure(host, '0.3'),
  'wasi:io/error@0.2': () => error,
  'wasi:io/poll@0.2': () => pollInterface,
  'wasi:io/streams@0.2': () => streams,
  'wasi:filesystem/types@0.2': async () => (await files()).types2,
  'wasi:filesystem/types@0.3': async () => (await files()).types3,
  'wasi:filesystem/preopens@0.2': async ({ host }) => (await files()).preopens2(host),
  'wasi:filesystem/preopens@0.3': async ({ host, find }) =>
    (await files()).preopens3(host, find('wasi:filesystem/types')),
}

function from(make: (host: WasiHost) => object): Provider {
  return ({ host }) => make(host)
}

function both(name: string, provider: Provider): Providers {
  return { [`wasi:${name}@0.2`]: provider, [`wasi:${name}@0.3`]: provider }
}
