import { ExitError } from '../host/exit-error.js'

/** `wasi:cli/exit` of WASI 0.2 and 0.3. */
export const exit = {
  exit({ tag }: { readonly tag: 'ok' | 'err' }): never {
    throw new ExitError(tag === 'ok' ? 0 : 1)
  },
  exitWithCode(code: number): never {
    throw new ExitError(code)
  },
}
