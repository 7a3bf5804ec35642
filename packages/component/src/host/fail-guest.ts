import type { ComponentInstance, Store } from '@weft/abi'
import { TrapError } from '@weft/core'

/** Whether lowering failed because the host's value is of another type; anything else is the guest's fault. */
export function isFaultOfValue(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof RangeError && !/call stack/i.test(error.message))
}

/** A guest trapped while the host gave it something outside of a call: it cannot be entered again. */
export function failGuest(store: Store, inst: ComponentInstance | undefined, error: unknown): void {
  if (inst === undefined) throw error
  inst.enter_from(undefined)
  const known = error instanceof TrapError
  const context = {
    componentPath: inst.path,
    builtin: known ? error.builtin : undefined,
    cause: known ? error.cause : error,
  }
  store.fail(known ? new TrapError(error.rule, context) : error, undefined)
}
