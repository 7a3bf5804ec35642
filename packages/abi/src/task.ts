import type { Call, Caller } from './call.js'
import type { ComponentInstance } from './instance.js'
import type { Lift } from './lift.js'
import { isObserved, tellEnded } from './observer.js'
import type { CanonicalOptions } from './options.js'
import { type Condition, type Continuation, Thread } from './thread.js'
import { invariant, trapIf } from './trap.js'
import type { CoreValue, FuncType } from './types.js'
import type { WaitableSet } from './waitable.js'

export const TaskState = {
  INITIAL: 1,
  STARTED: 2,
  PENDING_CANCEL: 3,
  CANCEL_DELIVERED: 4,
  RESOLVED: 5,
} as const
export type TaskState = (typeof TaskState)[keyof typeof TaskState]

/** A call of a component export, seen from the callee. Specification: Tasks. */
export class Task implements Call {
  readonly lift: Lift
  readonly caller: Caller
  state: TaskState = TaskState.INITIAL
  num_borrows = 0
  readonly implicit_thread: Thread
  /** Threads that have begun and not ended, or are suspended before they begin. */
  num_threads = 0
  /** Those of them that `thread.new-indirect` made. */
  explicit_threads: Set<Thread> | undefined = undefined
  /** What the callback waits on (`WAIT`). */
  wset: WaitableSet | undefined = undefined

  constructor(lift: Lift, caller: Caller) {
    this.lift = lift
    this.caller = caller
    this.implicit_thread = new Thread(this)
  }

  get inst(): ComponentInstance {
    return this.lift.inst
  }

  get ft(): FuncType {
    return this.lift.ft
  }

  get opts(): CanonicalOptions {
    return this.lift.opts
  }

  /** Waits at the gate of backpressure, if there is any; then `lift.enter` is called with this task. */
  enter_implicit_thread(): void {
    const { inst, implicit_thread } = this
    if (!this.lift.ft.async || (inst.num_waiting_to_enter === 0 && !this.#has_backpressure())) {
      this.#pass_gate()
      return
    }
    implicit_thread.block(gateContinuation, gateOpen, true)
    inst.wait_at_gate(implicit_thread, this.lift.needs_exclusive)
  }

  /** Goes on after waiting at the gate. */
  leave_gate(cancelled: boolean): void {
    const { inst } = this
    inst.leave_gate(this.implicit_thread)
    if (cancelled) this.cancel()
    else this.#pass_gate()
    inst.wake_gate()
  }

  #has_backpressure(): boolean {
    const { inst, lift } = this
    return (
      inst.backpressure > 0 ||
      (lift.needs_exclusive && inst.exclusive_thread !== undefined) ||
      (lift.on_stack && inst.store.stacks.is_full(inst))
    )
  }

  is_gate_open(): boolean {
    return !this.#has_backpressure()
  }

  #pass_gate(): void {
    if (this.lift.needs_exclusive) this.inst.exclusive_thread = this.implicit_thread
    this.register_thread(this.implicit_thread)
    this.lift.enter(this)
  }

  register_thread(thread: Thread): void {
    this.num_threads++
    if (thread !== this.implicit_thread) {
      this.explicit_threads ??= new Set()
      this.explicit_threads.add(thread)
    }
    thread.index = this.inst.threads.add(thread)
  }

  exit_implicit_thread(): void {
    this.unregister_thread(this.implicit_thread)
    if (this.lift.needs_exclusive) this.inst.release_exclusive(this.implicit_thread)
  }

  unregister_thread(thread: Thread): void {
    this.explicit_threads?.delete(thread)
    if (--this.num_threads === 0) {
      trapIf(this.state !== TaskState.RESOLVED, 'async-lifted export failed to produce a result')
      invariant(this.num_borrows === 0, 'a task that ends has dropped what it borrowed')
    }
    this.inst.threads.remove(thread.index!)
    if (isObserved && this.num_threads === 0) tellEnded(this.inst, 'task', this)
  }

  request_cancellation(caller: ComponentInstance | undefined): Thread | undefined {
    const { inst } = this
    if (this.state === TaskState.INITIAL) {
      this.state = TaskState.CANCEL_DELIVERED
      this.implicit_thread.resume(true)
      return undefined
    }
    invariant(this.state === TaskState.STARTED, 'a task is cancelled once, before it has resolved')
    const thread = this.#cancellable_thread()
    if (thread === undefined || !inst.may_enter_from(caller)) {
      this.state = TaskState.PENDING_CANCEL
      return undefined
    }
    this.state = TaskState.CANCEL_DELIVERED
    return inst.store.resume_within(inst, caller, thread)
  }

  #cancellable_thread(): Thread | undefined {
    const { inst, lift } = this
    const locked =
      lift.needs_exclusive &&
      inst.exclusive_thread !== undefined &&
      inst.exclusive_thread !== this.implicit_thread
    const candidates = [this.implicit_thread, ...(this.explicit_threads ?? [])].filter(
      (thread) => !thread.running() && thread.cancellable && !(locked && thread === this.implicit_thread),
    )
    return candidates.length > 1 ? candidates[inst.store.scheduler.choose(candidates.length)] : candidates[0]
  }

  deliver_pending_cancel(cancellable: boolean): boolean {
    if (!cancellable || this.state !== TaskState.PENDING_CANCEL) return false
    this.state = TaskState.CANCEL_DELIVERED
    return true
  }

  /** `Task.start`: the arguments, lowered into this task's instance; undefined if the host's cannot be. */
  start(): CoreValue[] | undefined {
    this.state = TaskState.STARTED
    return this.caller.pass_params(this.lift, this)
  }

  /** `Task.return_`: `flat` are core results, or the arguments of `task.return`. */
  return_(flat: CoreValue[]): void {
    // What lifting traps over comes before the traps here.
    if (this.state === TaskState.RESOLVED || this.num_borrows > 0)
      this.lift.lift_result(this.lift.context(this), flat)
    trapIf(
      this.state === TaskState.RESOLVED,
      '`task.return` or `task.cancel` called more than once for current task',
    )
    trapIf(this.num_borrows > 0, 'borrow handles still remain at the end of the call')
    this.caller.pass_result(this.lift, this, flat)
    this.state = TaskState.RESOLVED
    if (isObserved) this.inst.store.observer?.returned(this)
  }

  cancel(): void {
    trapIf(
      this.state === TaskState.RESOLVED,
      '`task.return` or `task.cancel` called more than once for current task',
      'task.cancel',
    )
    trapIf(
      this.state !== TaskState.CANCEL_DELIVERED,
      '`task.cancel` called by task which has not been cancelled',
      'task.cancel',
    )
    trapIf(this.num_borrows > 0, 'borrow handles still remain at the end of the call', 'task.cancel')
    this.caller.resolve_cancelled()
    this.state = TaskState.RESOLVED
    if (isObserved && this.num_threads === 0) tellEnded(this.inst, 'task', this, 'cancelled')
  }
}

const gateOpen: Condition = (thread) => thread.task.is_gate_open()

const gateContinuation: Continuation = {
  resume(thread, cancelled) {
    const { task } = thread
    const { store } = task.inst
    const previous = store.current_thread
    store.current_thread = thread
    task.leave_gate(cancelled)
    store.current_thread = previous
  },
}
