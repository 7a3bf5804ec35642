import type { ComponentInstance } from './instance.js'
import type { CoreFunction, CoreSize } from './options.js'
import type { CoreValue } from './types.js'

/** Storage slots of a thread. */
export type ContextIndex = 0 | 1

/** Specification: `canon context.get`. */
export function canon_context_get(
  inst: ComponentInstance,
  type: 'i32' | 'i64',
  index: ContextIndex,
): CoreFunction {
  const zero: CoreValue = type === 'i32' ? 0 : 0n
  return () => inst.store.current_thread!.storage?.[index] ?? zero
}

/** Specification: `canon context.set`. */
export function canon_context_set(
  inst: ComponentInstance,
  _type: 'i32' | 'i64',
  index: ContextIndex,
): CoreFunction {
  return (value: CoreSize) => {
    const thread = inst.store.current_thread!
    thread.storage ??= [undefined, undefined]
    thread.storage[index] = value
  }
}
