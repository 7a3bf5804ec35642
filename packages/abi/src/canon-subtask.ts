import type { ComponentInstance } from './instance.js'
import type { CoreFunction } from './options.js'
import { Subtask } from './subtask.js'
import type { Wait } from './thread.js'
import { trap, trapIf } from './trap.js'
import type { CoreValue } from './types.js'

/** What built-ins return that could not do what they were asked at once. */
export const BLOCKED = -1

/** Specification: `canon subtask.cancel`. To be wrapped by `blocking`. */
export function canon_subtask_cancel(inst: ComponentInstance, async_: boolean): CoreFunction {
  return (i: number): CoreValue | undefined | Wait => {
    const thread = inst.store.current_thread!
    trapIf(!inst.may_leave, 'cannot leave component instance', 'subtask.cancel')
    if (!async_) thread.check_may_block('subtask.cancel')
    const subtask = subtaskAt(inst, i, 'subtask.cancel')
    trapIf(
      subtask.resolve_delivered(),
      '`subtask.cancel` called after terminal status delivered',
      'subtask.cancel',
    )
    trapIf(subtask.cancellation_requested, '`subtask.cancel` called more than once', 'subtask.cancel')
    trapIf(
      subtask.in_waitable_set() && !async_,
      'waitable cannot be used synchronously while added to a waitable set',
      'subtask.cancel',
    )
    const finish = () => {
      subtask.get_pending_event()
      return subtask.state
    }
    if (subtask.resolved()) return finish()
    subtask.cancellation_requested = true
    const resumed = subtask.call!.request_cancellation(inst)
    if (subtask.resolved()) return finish()
    if (!async_) return subtask.wait_for_pending_event(thread, finish)
    if (resumed === undefined || thread.stack === 'none') return BLOCKED
    // The callee's frames go on in a microtask only: what it does with the cancellation belongs to this call, unless
    // another task has taken the event meanwhile.
    resumed.watcher = thread
    return thread.wait_until(
      () => !inst.store.stacks.is_running(resumed),
      () => (subtask.resolved() && subtask.has_pending_event() ? finish() : BLOCKED),
    )
  }
}

/** Specification: `canon subtask.drop`. */
export function canon_subtask_drop(inst: ComponentInstance): CoreFunction {
  return (i: number) => {
    trapIf(!inst.may_leave, 'cannot leave component instance', 'subtask.drop')
    subtaskAt(inst, i, 'subtask.drop').drop()
    inst.handles.remove(i)
  }
}

function subtaskAt(inst: ComponentInstance, index: number, builtin: string): Subtask {
  const subtask = inst.handles.get(index)
  return subtask instanceof Subtask ? subtask : trap(`handle index ${index >>> 0} is not a subtask`, builtin)
}
