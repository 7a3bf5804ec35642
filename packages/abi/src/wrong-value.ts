import { TrapError, WeftError } from '@weft/core'

/**
 * Whether lowering failed because of the host's value: it is of another type or out of range, or, if the error is one of
 * the host's own, an object that was dropped, or one too many. Anything else is the guest's fault.
 */
export function isWrongValue(error: unknown): boolean {
  if (WeftError.isInstance(error)) return !(error instanceof TrapError)
  return error instanceof TypeError || (error instanceof RangeError && !/call stack/i.test(error.message))
}
