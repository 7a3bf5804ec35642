import type { WasiHost } from '../host/wasi-host.js'

/** `wasi:cli/environment` of WASI 0.2 and 0.3, which call the last function by different names. */
export function environment({ args, env, initialCwd }: WasiHost): object {
  const cwd = () => initialCwd
  return { getEnvironment: () => env, getArguments: () => args, getInitialCwd: cwd, initialCwd: cwd }
}
