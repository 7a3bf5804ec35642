import { WeftError } from '@weft/core'
import { type Errno, errnoNumbers } from '@weft/spec'

/** The interface's errno for what a host function threw: a Weft error's code, `internal` for anything else. */
export function errnoOf(error: unknown): Errno {
  if (!WeftError.isInstance(error)) return 'internal'
  if (error.code === 'malformed-binary') return 'invalid_kernel'
  const name = error.code.replaceAll('-', '_')
  return isErrno(name) && name !== 'success' ? name : 'internal'
}

function isErrno(name: string): name is Errno {
  return Object.hasOwn(errnoNumbers, name)
}
