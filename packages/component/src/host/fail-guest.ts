import { type ComponentInstance, type Store, toTrapError } from '@weft/abi'

/** A guest trapped while the host gave it something outside of a call: it cannot be entered again. */
export function failGuest(store: Store, inst: ComponentInstance | undefined, error: unknown): void {
  const trap = toTrapError(error, inst ? { componentPath: inst.path } : {})
  inst?.enter_from(undefined)
  store.fail(trap, undefined)
}
