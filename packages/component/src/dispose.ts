import { type ComponentInstance, call_destructor, ResourceHandle, type Store } from '@weft/abi'
import { TrapError } from '@weft/core'
import type { StoreMapping } from './host/store-mapping.js'

/**
 * Ends component instances: nobody enters them any more, calls that are in them fail, and what they have of others is
 * dropped: resources, and ends of streams and futures.
 */
export function disposeInstances(
  store: Store,
  instances: readonly ComponentInstance[],
  mapping: StoreMapping,
): void {
  for (const instance of instances) instance.may_enter = false
  for (const pending of store.calls) {
    const instance = (pending as PendingCall).call?.inst
    if (instance === undefined || !instances.includes(instance)) continue
    store.calls.delete(pending)
    pending.fail(new TrapError('the component instance was disposed of', { componentPath: instance.path }))
  }
  for (const instance of instances) {
    store.stacks.abandon(instance.threads)
    for (const element of instance.handles) mapping.state.guard(() => drop(element, instances))
  }
}

function drop(element: object, instances: readonly ComponentInstance[]): void {
  if (element instanceof ResourceHandle) {
    const { rt, rep, own } = element
    if (own && !(rt.impl && instances.includes(rt.impl))) call_destructor(rt, rep, undefined)
  } else if ('shared' in element) {
    const { shared } = element as { shared: { drop(): void } }
    shared.drop()
  }
}

/** What is to be known of a call of the host: the task that it is for, unless it is in a host function. */
interface PendingCall {
  readonly call?: { readonly inst?: ComponentInstance } | undefined
}
