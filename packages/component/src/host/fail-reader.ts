import {
  type ComponentInstance,
  type CopyListener,
  type HostOperation,
  type Store,
  toTrapError,
} from '@weft/abi'

/**
 * What the host gave outside of a call made its reader trap: a guest (`inst`), which cannot be entered again, or, where
 * `inst` is undefined, the host itself.
 */
export function failReader(
  store: Store,
  inst: ComponentInstance | undefined,
  listener: CopyListener | (CopyListener & HostOperation),
  error: unknown,
): void {
  const trap = toTrapError(error, { inst })
  if (inst) {
    inst.enter_from(undefined)
    store.fail(trap, undefined)
  } else if ('fail' in listener) listener.fail(trap)
}
