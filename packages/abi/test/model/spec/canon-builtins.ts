import { checked_store } from './buffer.js'
import type { MemInst } from './instance.js'
import { Subtask } from './subtask.js'
import { type Blocking, check_may_block, current_instance, current_task, current_thread } from './thread.js'
import { assert, expect_a, trap_if } from './trap.js'
import { same_type, type ValueType } from './types.js'
import { lift_flat_values } from './values.js'
import { BLOCKED, EventCode, type EventTuple, Waitable, WaitableSet } from './waitable.js'

export function canon_context_get(i: number): number {
  return current_thread().storage[i]!
}

export function canon_context_set(i: number, v: number): void {
  current_thread().storage[i] = v
}

export function canon_backpressure_inc(): void {
  const inst = current_instance()
  inst.backpressure += 1
  trap_if(inst.backpressure === 2 ** 16, 'backpressure overflow')
}

export function canon_backpressure_dec(): void {
  const inst = current_instance()
  inst.backpressure -= 1
  trap_if(inst.backpressure < 0, 'backpressure overflow')
}

/** The options are those of the task always. */
export function canon_task_return(result: readonly ValueType[], flat_args: readonly number[]): void {
  const task = current_task()
  trap_if(!task.inst.may_leave, 'may not leave')
  trap_if(!task.opts.async_, 'synchronous task')
  trap_if(!same_type(result[0], task.ft.result[0]), 'other result type')
  task.return_(lift_flat_values(task.inst, flat_args, task.ft.result))
}

export function canon_task_cancel(): void {
  const task = current_task()
  trap_if(!task.inst.may_leave, 'may not leave')
  trap_if(!task.opts.async_, 'synchronous task')
  task.cancel()
}

export function canon_waitable_set_new(): number {
  const inst = current_instance()
  trap_if(!inst.may_leave, 'may not leave')
  return inst.handles.add(new WaitableSet())
}

export function* canon_waitable_set_wait(
  cancellable: boolean,
  mem: MemInst,
  si: number,
  ptr: number,
): Blocking<number> {
  trap_if(!current_instance().may_leave, 'may not leave')
  // Not in the text, see `check_may_block`.
  check_may_block()
  const wset = set_at(si)
  return unpack_event(mem, ptr, yield* wset.wait_for_event(cancellable))
}

export function canon_waitable_set_poll(cancellable: boolean, mem: MemInst, si: number, ptr: number): number {
  trap_if(!current_instance().may_leave, 'may not leave')
  return unpack_event(mem, ptr, set_at(si).poll(cancellable))
}

function unpack_event(mem: MemInst, ptr: number, [event, p1, p2]: EventTuple): number {
  checked_store(mem, p1, ptr)
  checked_store(mem, p2, ptr + 4)
  return event
}

function set_at(si: number): WaitableSet {
  return expect_a(WaitableSet, current_instance().handles.get(si))
}

export function canon_waitable_set_drop(i: number): void {
  const inst = current_instance()
  trap_if(!inst.may_leave, 'may not leave')
  expect_a(WaitableSet, inst.handles.remove(i)).drop()
}

export function canon_waitable_join(wi: number, si: number): void {
  const inst = current_instance()
  trap_if(!inst.may_leave, 'may not leave')
  const w = expect_a(Waitable, inst.handles.get(wi))
  trap_if(w.has_sync_waiter, 'sync use in set')
  w.join(si === 0 ? undefined : set_at(si))
}

export function* canon_subtask_cancel(async_: boolean, i: number): Blocking<number> {
  const { inst } = current_task()
  trap_if(!inst.may_leave, 'may not leave')
  // Not in the text, see `check_may_block`.
  if (!async_) check_may_block()
  const subtask = expect_a(Subtask, inst.handles.get(i))
  trap_if(subtask.resolve_delivered(), 'cancel after end')
  trap_if(subtask.cancellation_requested, 'cancelled twice')
  trap_if(subtask.in_waitable_set() && !async_, 'sync use in set')
  if (subtask.resolved()) assert(subtask.has_pending_event(), 'subtask.has_pending_event()')
  else {
    subtask.cancellation_requested = true
    const later = subtask.on_cancel!(inst)
    if (async_ && later !== undefined && inst.store.choice.waits_for_cancelled(current_thread())) {
      yield* current_thread().wait_until(() => !later.cancelled_later)
      if (subtask.resolve_delivered()) return BLOCKED
    }
    if (!subtask.resolved()) {
      if (async_) return BLOCKED
      yield* subtask.wait_for_pending_event()
    }
  }
  const [code, index, payload] = subtask.get_pending_event()
  assert(code === EventCode.SUBTASK && index === i && payload === subtask.state, 'the event is the end')
  assert(subtask.resolve_delivered(), 'subtask.resolve_delivered()')
  return subtask.state
}

export function canon_subtask_drop(i: number): void {
  const inst = current_instance()
  trap_if(!inst.may_leave, 'may not leave')
  expect_a(Subtask, inst.handles.remove(i)).drop()
}

export function* canon_thread_yield(cancellable: boolean): Blocking<number> {
  trap_if(!current_instance().may_leave, 'may not leave')
  return (yield* current_thread().yield_(cancellable)) ? 1 : 0
}
