import { Errno, errnoName } from './constants'

/** Throws unless `errno` is success. `what` says which call failed. */
@inline
export function check(errno: i32, what: string): void {
  if (errno != Errno.Success) fail(errno, what)
}

function fail(errno: i32, what: string): void {
  throw new Error(what + ' failed: ' + errnoName(errno))
}
