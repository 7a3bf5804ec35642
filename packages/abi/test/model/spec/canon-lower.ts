import type { ComponentInstance } from './instance.js'
import type { FuncInst } from './store.js'
import { Subtask, SubtaskState } from './subtask.js'
import type { OnResolve } from './task.js'
import { check_may_block, current_thread } from './thread.js'
import { assert, trap_if } from './trap.js'
import type { CanonicalOptions, CoreFuncInst, FuncType } from './types.js'
import { lift_flat_values, lower_flat_values, lower_to_memory } from './values.js'
import { EventCode, type EventTuple } from './waitable.js'

/**
 * Not in the text: the official suites (`async/sync-streams`) expect a call to have started when it returns, if it is
 * held back only by a thread that could go on and give way. So such a call may wait for that.
 */
function may_start_soon({ backpressure, exclusive_thread }: ComponentInstance): boolean {
  if (backpressure > 0) return false
  if (exclusive_thread === undefined) return true
  // Two that wait for each other's calls to start would wait for ever.
  return !exclusive_thread.waits_for_start && exclusive_thread.ready()
}

/** `Store.lower` and `canon_lower`. */
export function lower(
  callee: FuncInst,
  ft: FuncType,
  opts: CanonicalOptions,
  inst: ComponentInstance,
): CoreFuncInst {
  return function* canon_lower(flat_args) {
    const thread = current_thread()
    assert(inst === thread.task.inst, 'inst is current_instance()')
    assert(
      [...inst.self_and_ancestors()].every((each) => !each.may_enter),
      'not i.may_enter',
    )
    trap_if(!inst.may_leave, 'may not leave')
    if (!opts.async_ && ft.async_) check_may_block()
    const subtask = new Subtask()
    let maybe_on_progress = () => {}
    const on_start = () => {
      maybe_on_progress()
      assert(subtask.state === SubtaskState.STARTING, 'subtask.state == STARTING')
      subtask.state = SubtaskState.STARTED
      return lift_flat_values(inst, flat_args, ft.params)
    }
    const on_resolve: OnResolve = (result) => {
      maybe_on_progress()
      if (result === undefined) {
        assert(subtask.cancellation_requested, 'subtask.cancellation_requested')
        const started = subtask.state !== SubtaskState.STARTING
        subtask.resolve(
          started ? SubtaskState.CANCELLED_BEFORE_RETURNED : SubtaskState.CANCELLED_BEFORE_STARTED,
          [],
        )
        return
      }
      assert(subtask.state === SubtaskState.STARTED, 'subtask.state == STARTED')
      if (opts.async_)
        lower_to_memory(inst, opts.memory, result, ft.result, flat_args[ft.params.length]! >>> 0)
      const flat_results = opts.async_ ? [] : lower_flat_values(inst, result, ft.result)
      subtask.resolve(SubtaskState.RETURNED, flat_results)
    }
    const label = flat_args[0]!
    subtask.on_cancel = callee(Object.assign(on_start, { label }), on_resolve, inst)
    assert(ft.async_ || subtask.state === SubtaskState.RETURNED, 'ft.async_ or subtask.state == RETURNED')
    if (!opts.async_) {
      if (!subtask.resolved()) yield* thread.wait_until(() => subtask.resolved())
      subtask.deliver_resolve()
      return subtask.flat_results
    }
    if (subtask.resolved()) {
      subtask.deliver_resolve()
      return [SubtaskState.RETURNED]
    }
    const held = () => subtask.state === SubtaskState.STARTING && may_start_soon(callee.inst)
    if (held() && inst.store.choice.waits_for_start(thread)) {
      thread.waits_for_start = true
      yield* thread.wait_until(() => !held())
      thread.waits_for_start = false
      if (subtask.resolved()) {
        subtask.deliver_resolve()
        return [SubtaskState.RETURNED]
      }
    }
    const subtaski = inst.handles.add(subtask)
    const subtask_event = (): EventTuple => {
      if (subtask.resolved()) subtask.deliver_resolve()
      return [EventCode.SUBTASK, subtaski, subtask.state]
    }
    maybe_on_progress = () => subtask.set_pending_event(subtask_event)
    return [subtask.state + subtaski * 16]
  }
}
