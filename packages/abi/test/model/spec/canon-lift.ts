import type { ComponentInstance } from './instance.js'
import type { FuncInst } from './store.js'
import { type OnCancel, type OnResolve, type OnStart, Task } from './task.js'
import { type Blocking, Thread } from './thread.js'
import { assert, expect_a, trap_if } from './trap.js'
import type { CanonicalOptions, CoreFuncInst, FuncType } from './types.js'
import { lift_flat_values, lower_flat_values } from './values.js'
import { EventCode, type EventTuple, WaitableSet } from './waitable.js'

const CallbackCode = { EXIT: 0, YIELD: 1, WAIT: 2, MAX: 2 } as const

/** `Store.lift`. */
export function lift(
  f: CoreFuncInst,
  ft: FuncType,
  opts: CanonicalOptions,
  inst: ComponentInstance,
): FuncInst {
  const func_inst = (on_start: OnStart, on_resolve: OnResolve, caller: ComponentInstance | undefined) => {
    // Not in the text: the official suites want calls between an instance and one that contains it to trap "for now".
    trap_if(caller !== undefined && related(caller, inst), 'may not enter')
    trap_if(!inst.may_enter_from(caller), 'may not enter')
    inst.enter_from(caller)
    const on_cancel = canon_lift(f, ft, opts, inst, on_start, on_resolve)
    inst.leave_to(caller)
    return on_cancel
  }
  return Object.assign(func_inst, { inst })
}

function related(a: ComponentInstance, b: ComponentInstance): boolean {
  return a.self_and_ancestors().has(b) || b.self_and_ancestors().has(a)
}

function canon_lift(
  callee: CoreFuncInst,
  ft: FuncType,
  opts: CanonicalOptions,
  inst: ComponentInstance,
  on_start: OnStart,
  on_resolve: OnResolve,
): OnCancel {
  function* thread_func(): Blocking<void> {
    if (!(yield* task.enter_implicit_thread())) return
    const flat_args = lower_flat_values(inst, task.start(), ft.params)
    thread.in_core = true
    const flat_results = yield* callee(flat_args)
    thread.in_core = false
    if (!opts.async_) task.return_(lift_flat_values(inst, flat_results, ft.result))
    else if (opts.callback) yield* event_loop(task, opts.callback, flat_results[0]!)
    task.exit_implicit_thread()
  }
  const task = new Task(ft, opts, inst, on_start, on_resolve)
  const thread = new Thread(task, thread_func)
  if (!ft.async_) inst.sync_calls += 1
  thread.resume()
  if (!ft.async_) {
    while (task.state !== 'RESOLVED') {
      const candidates = inst.other_ready_threads()
      trap_if(candidates.length === 0, 'blocks synchronous task')
      inst.store.choice.thread(candidates).resume()
    }
    inst.sync_calls -= 1
  }
  return (caller) => task.request_cancellation(caller)
}

/** The "stackless async" case of `canon_lift`. */
function* event_loop(task: Task, callback: CoreFuncInst, first: number): Blocking<void> {
  const { inst } = task
  const thread = task.implicit_thread!
  const unlocked = () => inst.exclusive_thread === undefined
  let [code, si] = unpack_callback_result(first)
  while (code !== CallbackCode.EXIT) {
    assert(task.needs_exclusive() && inst.exclusive_thread === thread, 'the thread holds the lock')
    inst.exclusive_thread = undefined
    let event: EventTuple
    if (code === CallbackCode.YIELD) {
      const cancelled = yield* thread.wait_until(unlocked, true)
      event = [cancelled ? EventCode.TASK_CANCELLED : EventCode.NONE, 0, 0]
    } else {
      const wset = expect_a(WaitableSet, inst.handles.get(si))
      event = yield* wset.wait_for_event_and(unlocked, true)
    }
    assert(inst.exclusive_thread === undefined, 'inst.exclusive_thread is None')
    inst.exclusive_thread = thread
    thread.in_core = true
    const [packed] = yield* callback(event)
    thread.in_core = false
    ;[code, si] = unpack_callback_result(packed!)
  }
}

function unpack_callback_result(packed: number): readonly [code: number, si: number] {
  const code = packed & 0xf
  trap_if(code > CallbackCode.MAX, 'bad callback code')
  return [code, packed >>> 4]
}
