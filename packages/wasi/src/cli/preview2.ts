import type { WasiHost } from '../host/wasi-host.js'
import { InputStream } from '../io/input-stream.js'
import { OutputStream } from '../io/output-stream.js'

/** `wasi:cli/stdin` of WASI 0.2. */
export function stdin2(host: WasiHost): object {
  return { getStdin: () => new InputStream(host.stdin) }
}

/** `wasi:cli/stdout` of WASI 0.2. */
export function stdout2(host: WasiHost): object {
  return { getStdout: () => new OutputStream(host.stdout) }
}

/** `wasi:cli/stderr` of WASI 0.2. */
export function stderr2(host: WasiHost): object {
  return { getStderr: () => new OutputStream(host.stderr) }
}
