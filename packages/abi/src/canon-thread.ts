import type { ComponentInstance } from './instance.js'
import type { CoreFunction, CoreSize } from './options.js'
import { type StackEntry, stackEntry } from './stack-switching.js'
import { always, type Continuation, Thread, type Wait } from './thread.js'
import { trap, trapIf } from './trap.js'
import type { CoreFuncType, CoreValue } from './types.js'

type Waited = CoreValue | undefined | Wait

const asNumber = (cancelled: boolean) => (cancelled ? 1 : 0)

/** Specification: `canon thread.index`. */
export function canon_thread_index(inst: ComponentInstance): CoreFunction {
  return () => {
    trapIf(!inst.may_leave, 'cannot leave component instance', 'thread.index')
    return inst.store.current_thread!.index
  }
}

/** Specification: `canon thread.new-indirect`. `ft` is the type of the functions that may be started. */
export function canon_thread_new_indirect(
  inst: ComponentInstance,
  ft: CoreFuncType,
  table: WebAssembly.Table,
): CoreFunction {
  const builtin = 'thread.new-indirect'
  const entries: Entries = new WeakMap()
  return (fi: CoreSize, c: CoreSize) => {
    trapIf(!inst.may_leave, 'cannot leave component instance', builtin)
    const callee = functionAt(table, fi)
    const { task } = inst.store.current_thread!
    const thread = new Thread(task)
    thread.block(startOf(inst, ft, callee, c, entries), undefined, false)
    task.register_thread(thread)
    return thread.index
  }
}

function functionAt(table: WebAssembly.Table, index: CoreSize): CoreFunction {
  const place = typeof index === 'bigint' ? Number(BigInt.asUintN(64, index)) : index >>> 0
  if (place >= Number(table.length))
    return trap('undefined element: out of bounds table access', 'thread.new-indirect')
  const element: unknown = table.get((typeof index === 'bigint' ? BigInt(place) : place) as number)
  return typeof element === 'function'
    ? (element as CoreFunction)
    : trap('the start function index points to an uninitialized function', 'thread.new-indirect')
}

/** Entries of the functions that threads were started with. */
type Entries = WeakMap<CoreFunction, StackEntry>

/** The first run of a thread. Its function's type is checked here: an import of another type does not link. */
function startOf(
  inst: ComponentInstance,
  ft: CoreFuncType,
  callee: CoreFunction,
  argument: CoreSize,
  entries: Entries,
): Continuation {
  const { store } = inst
  if (store.stacks.suspend === undefined) return plainStart(callee, argument)
  let entry: StackEntry
  try {
    entry = entries.get(callee) ?? stackEntry(store, ft, callee)
    entries.set(callee, entry)
  } catch {
    return trap('start function does not match expected type', 'thread.new-indirect')
  }
  return {
    resume(thread) {
      const previous = store.current_thread
      store.current_thread = thread
      store.stacks.start(thread, entry, [argument], () => thread.task.unregister_thread(thread))
      store.current_thread = previous
    },
  }
}

function plainStart(callee: CoreFunction, argument: CoreSize): Continuation {
  return {
    resume(thread) {
      const { store } = thread.task.inst
      const previous = store.current_thread
      store.current_thread = thread
      callee(argument)
      thread.task.unregister_thread(thread)
      store.current_thread = previous
    },
  }
}

/** Specification: `canon thread.resume-later`. */
export function canon_thread_resume_later(inst: ComponentInstance): CoreFunction {
  return (i: number) => {
    trapIf(!inst.may_leave, 'cannot leave component instance', 'thread.resume-later')
    suspendedAt(inst, i, 'thread.resume-later').resume_later()
  }
}

/** Specification: `canon thread.suspend`. To be wrapped by `blocking`, as all that follow. */
export function canon_thread_suspend(inst: ComponentInstance, cancellable: boolean): CoreFunction {
  return (): Waited => {
    trapIf(!inst.may_leave, 'cannot leave component instance', 'thread.suspend')
    const thread = inst.store.current_thread!
    thread.check_may_block('thread.suspend')
    return thread.suspend(asNumber, cancellable)
  }
}

/** Specification: `canon thread.yield`. */
export function canon_thread_yield(inst: ComponentInstance, cancellable: boolean): CoreFunction {
  return (): Waited => {
    trapIf(!inst.may_leave, 'cannot leave component instance', 'thread.yield')
    return inst.store.current_thread!.wait_until(always, asNumber, cancellable, true)
  }
}

/** Specification: `canon thread.suspend-then-resume`. */
export function canon_thread_suspend_then_resume(
  inst: ComponentInstance,
  cancellable: boolean,
): CoreFunction {
  return switching(inst, cancellable, 'thread.suspend-then-resume', (thread, other) => {
    other.continue_next()
    return thread.suspend_stack(undefined, asNumber, cancellable)
  })
}

/** Specification: `canon thread.yield-then-resume`. */
export function canon_thread_yield_then_resume(inst: ComponentInstance, cancellable: boolean): CoreFunction {
  return switching(inst, cancellable, 'thread.yield-then-resume', (thread, other) => {
    other.continue_next()
    return thread.suspend_stack(always, asNumber, cancellable)
  })
}

/** Specification: `canon thread.suspend-then-promote`. */
export function canon_thread_suspend_then_promote(
  inst: ComponentInstance,
  cancellable: boolean,
): CoreFunction {
  return promoting(inst, cancellable, 'thread.suspend-then-promote', (thread) => {
    return thread.suspend_stack(undefined, asNumber, cancellable)
  })
}

/** Specification: `canon thread.yield-then-promote`. */
export function canon_thread_yield_then_promote(inst: ComponentInstance, cancellable: boolean): CoreFunction {
  return promoting(inst, cancellable, 'thread.yield-then-promote', (thread) => {
    return thread.suspend_stack(always, asNumber, cancellable)
  })
}

type Switch = (thread: Thread, other: Thread) => Waited

function switching(
  inst: ComponentInstance,
  cancellable: boolean,
  builtin: string,
  run: Switch,
): CoreFunction {
  return (i: number): Waited => {
    trapIf(!inst.may_leave, 'cannot leave component instance', builtin)
    const thread = inst.store.current_thread!
    const other = suspendedAt(inst, i, builtin)
    if (thread.task.deliver_pending_cancel(cancellable)) return 1
    if (thread.stack === 'none') return thread.cannot_wait(builtin)
    return run(thread, other)
  }
}

function promoting(
  inst: ComponentInstance,
  cancellable: boolean,
  builtin: string,
  run: Switch,
): CoreFunction {
  return (i: number): Waited => {
    trapIf(!inst.may_leave, 'cannot leave component instance', builtin)
    const thread = inst.store.current_thread!
    const other = inst.threads.get(i)
    if (thread.task.deliver_pending_cancel(cancellable)) return 1
    if (other !== thread && other.ready()) other.continue_next()
    else if (builtin === 'thread.suspend-then-promote') thread.check_may_block(builtin)
    if (thread.stack === 'none') return thread.cannot_wait(builtin)
    return run(thread, other)
  }
}

function suspendedAt(inst: ComponentInstance, index: number, builtin: string): Thread {
  const thread = inst.threads.get(index)
  trapIf(!thread.suspended(), 'cannot resume thread which is not suspended', builtin)
  return thread
}
