import type { WasiHost } from '../host/wasi-host.js'

export class TerminalInput {}
export class TerminalOutput {}

/** `wasi:cli/terminal-stdin` of WASI 0.2 and 0.3. */
export function terminalStdin({ terminals }: WasiHost): object {
  return { getTerminalStdin: () => (terminals.stdin ? new TerminalInput() : undefined) }
}

/** `wasi:cli/terminal-stdout` of WASI 0.2 and 0.3. */
export function terminalStdout({ terminals }: WasiHost): object {
  return { getTerminalStdout: () => (terminals.stdout ? new TerminalOutput() : undefined) }
}

/** `wasi:cli/terminal-stderr` of WASI 0.2 and 0.3. */
export function terminalStderr({ terminals }: WasiHost): object {
  return { getTerminalStderr: () => (terminals.stderr ? new TerminalOutput() : undefined) }
}
