import { cancelledEvent } from './callback.js'
import type { ComponentInstance } from './instance.js'
import type { GuestMemory } from './memory.js'
import type { CoreFunction, CoreSize } from './options.js'
import type { Thread, Wait } from './thread.js'
import { trap, trapIf } from './trap.js'
import type { CoreValue } from './types.js'
import { EventCode, type EventTuple, Waitable, WaitableSet } from './waitable.js'

/** Specification: `canon waitable-set.new`. */
export function canon_waitable_set_new(inst: ComponentInstance): CoreFunction {
  return () => {
    trapIf(!inst.may_leave, 'cannot leave component instance', 'waitable-set.new')
    return inst.handles.add(new WaitableSet())
  }
}

/** Specification: `canon waitable-set.wait`. To be wrapped by `blocking`. */
export function canon_waitable_set_wait(
  inst: ComponentInstance,
  cancellable: boolean,
  memory: GuestMemory,
): CoreFunction {
  return (si: number, ptr: CoreSize): CoreValue | undefined | Wait => {
    const thread = inst.store.current_thread!
    trapIf(!inst.may_leave, 'cannot leave component instance', 'waitable-set.wait')
    thread.check_may_block('waitable-set.wait')
    const wset = setAt(inst, si, 'waitable-set.wait')
    return wait_for_event(wset, thread, cancellable, (event) => unpack_event(memory, ptr, event))
  }
}

/** `WaitableSet.wait_for_event` of the specification, inside a core function. */
function wait_for_event(
  wset: WaitableSet,
  thread: Thread,
  cancellable: boolean,
  finish: (event: EventTuple) => CoreValue,
): CoreValue | undefined | Wait {
  wset.enter_waiters(thread)
  return thread.wait_until(
    () => wset.has_pending_event(),
    (cancelled) => {
      wset.leave_waiters(thread)
      return finish(cancelled ? cancelledEvent : wset.get_pending_event(thread.task.inst.store.scheduler))
    },
    cancellable,
  )
}

/** Specification: `canon waitable-set.poll`. */
export function canon_waitable_set_poll(
  inst: ComponentInstance,
  cancellable: boolean,
  memory: GuestMemory,
): CoreFunction {
  return (si: number, ptr: CoreSize) => {
    trapIf(!inst.may_leave, 'cannot leave component instance', 'waitable-set.poll')
    const wset = setAt(inst, si, 'waitable-set.poll')
    return unpack_event(memory, ptr, poll(inst, wset, cancellable))
  }
}

const noEvent: EventTuple = [EventCode.NONE, 0, 0]

function poll({ store }: ComponentInstance, wset: WaitableSet, cancellable: boolean): EventTuple {
  if (store.current_thread!.task.deliver_pending_cancel(cancellable)) return cancelledEvent
  return wset.has_pending_event() ? wset.get_pending_event(store.scheduler) : noEvent
}

function unpack_event(memory: GuestMemory, ptr: CoreSize, [event, p1, p2]: EventTuple): number {
  const address = typeof ptr === 'bigint' ? Number(BigInt.asUintN(64, ptr)) : ptr >>> 0
  trapIf(address % 4 !== 0, 'unaligned pointer')
  trapIf(address + 8 > memory.length, 'out of bounds memory access')
  memory.view.setUint32(address, p1, true)
  memory.view.setUint32(address + 4, p2, true)
  return event
}

/** Specification: `canon waitable-set.drop`. */
export function canon_waitable_set_drop(inst: ComponentInstance): CoreFunction {
  return (i: number) => {
    trapIf(!inst.may_leave, 'cannot leave component instance', 'waitable-set.drop')
    const wset = setAt(inst, i, 'waitable-set.drop')
    wset.drop()
    inst.handles.remove(i)
  }
}

/** Specification: `canon waitable.join`. */
export function canon_waitable_join(inst: ComponentInstance): CoreFunction {
  return (wi: number, si: number) => {
    trapIf(!inst.may_leave, 'cannot leave component instance', 'waitable.join')
    const waitable = inst.handles.get(wi)
    if (!(waitable instanceof Waitable))
      return trap(`handle index ${wi >>> 0} is not a waitable`, 'waitable.join')
    trapIf(
      waitable.has_sync_waiter,
      'waitable cannot be used synchronously while added to a waitable set',
      'waitable.join',
    )
    waitable.join(si === 0 ? undefined : setAt(inst, si, 'waitable.join'))
  }
}

function setAt(inst: ComponentInstance, index: number, builtin: string): WaitableSet {
  const wset = inst.handles.get(index)
  return wset instanceof WaitableSet
    ? wset
    : trap(`handle index ${index >>> 0} is not a waitable set`, builtin)
}
