import type { Task } from './task.js'
import type { Condition, Continuation, Thread } from './thread.js'
import { trap } from './trap.js'
import { EventCode, WaitableSet } from './waitable.js'

const CallbackCode = { EXIT: 0, YIELD: 1, WAIT: 2 } as const

const exclusiveFree: Condition = ({ task }) => task.inst.exclusive_thread === undefined
const eventAndExclusiveFree: Condition = ({ task }) =>
  task.inst.exclusive_thread === undefined && task.wset!.has_pending_event()

/**
 * The event loop of a task with a `callback`: core code has returned what it wants next, in the bits of `packed`.
 * Specification: the "stackless async" case of `canon lift`.
 */
export function resume_after_callback(task: Task, packed: number): void {
  const code = packed & 0xf
  if (code === CallbackCode.EXIT) {
    task.exit_implicit_thread()
    return
  }
  task.inst.release_exclusive(task.implicit_thread)
  if (code === CallbackCode.YIELD) yield_(task)
  else if (code === CallbackCode.WAIT) wait(task, packed >>> 4)
  else trap('unsupported callback code')
}

function yield_(task: Task): void {
  const { implicit_thread } = task
  if (task.deliver_pending_cancel(true)) {
    call_callback(implicit_thread, cancelledEvent)
    return
  }
  implicit_thread.block(afterYield, exclusiveFree, true)
  implicit_thread.wake_after_others()
}

function wait(task: Task, set_index: number): void {
  const { inst, implicit_thread } = task
  const wset = inst.handles.get(set_index)
  if (!(wset instanceof WaitableSet)) trap(`handle index ${set_index} is not a waitable set`)
  if (task.deliver_pending_cancel(true)) {
    call_callback(implicit_thread, cancelledEvent)
    return
  }
  task.wset = wset
  wset.enter_waiters(implicit_thread)
  implicit_thread.block(afterWait, eventAndExclusiveFree, true)
  if (wset.has_pending_event()) implicit_thread.wake()
}

const noEvent = [EventCode.NONE, 0, 0] as const
export const cancelledEvent = [EventCode.TASK_CANCELLED, 0, 0] as const

const afterYield: Continuation = {
  resume(thread, cancelled) {
    call_callback(thread, cancelled ? cancelledEvent : noEvent)
  },
}

const afterWait: Continuation = {
  resume(thread, cancelled) {
    const { task } = thread
    const wset = task.wset!
    task.wset = undefined
    const event = cancelled ? cancelledEvent : wset.get_pending_event(task.inst.store.scheduler)
    wset.leave_waiters(thread)
    call_callback(thread, event)
  },
}

function call_callback(thread: Thread, event: readonly [number, number, number]): void {
  const { task } = thread
  const { inst, lift } = task
  const { store } = inst
  inst.exclusive_thread = thread
  if (inst.turnstile.size > 0) inst.turnstile.delete(thread)
  const previous = store.current_thread
  store.current_thread = thread
  lift.call_callback(task, event)
  store.current_thread = previous
}
