import type { ComponentInstance } from './instance.js'
import type { Task } from './task.js'
import { assert, trap_if } from './trap.js'

/** Code whose frames can be suspended: `yield` is `block()` of the text and gives back whether it was cancelled. */
export type Blocking<T> = Generator<void, T, boolean>

let running_thread: Thread | undefined

export function current_thread(): Thread {
  assert(running_thread !== undefined, 'a thread runs')
  return running_thread
}

export function current_task(): Task {
  return current_thread().task
}

export function current_instance(): ComponentInstance {
  return current_task().inst
}

/** Threads. */
export class Thread {
  cont: Blocking<void> | undefined
  ready_func: (() => boolean) | undefined = undefined
  task: Task
  cancellable = false
  index: number | undefined = undefined
  /** Whether it is blocked, or runs, with frames of core code. */
  in_core = false
  /** Waits, in a way that is not in the text, until a call of its own has started. */
  waits_for_start = false
  /** Was resumed by `resume_cancelled_later`, and has not run since. */
  cancelled_later = false
  storage = [0, 0]

  constructor(task: Task, thread_func: () => Blocking<void>) {
    this.task = task
    this.cont = thread_func()
    assert(this.suspended(), 'self.suspended()')
  }

  running(): boolean {
    return this.cont === undefined
  }

  suspended(): boolean {
    return !this.running() && this.ready_func === undefined
  }

  waiting(): boolean {
    return !this.running() && this.ready_func !== undefined
  }

  ready(): boolean {
    return this.waiting() && this.ready_func!()
  }

  start_waiting_internal(ready_func: () => boolean): void {
    assert(!this.waiting() && this.ready_func === undefined, 'not self.waiting()')
    this.ready_func = ready_func
    this.task.inst.store.waiting.push(this)
  }

  stop_waiting_internal(cancelled: boolean): void {
    assert(this.waiting(), 'self.waiting()')
    assert(cancelled || this.ready(), 'cancelled or self.ready()')
    this.ready_func = undefined
    const { waiting } = this.task.inst.store
    waiting.splice(waiting.indexOf(this), 1)
  }

  resume(cancelled = false): void {
    assert(!this.running() && (this.cancellable || !cancelled), 'a blocked thread is resumed')
    if (this.waiting()) this.stop_waiting_internal(cancelled)
    this.cancelled_later = false
    const cont = this.cont!
    this.cont = undefined
    const caller = running_thread
    running_thread = this
    try {
      const { done } = cont.next(cancelled)
      if (!done) this.cont = cont
    } finally {
      running_thread = caller
    }
  }

  /**
   * Not in the text: engines let frames on a suspended stack go on only after all others have left theirs, so that a
   * thread with such frames is told of its cancellation then.
   */
  resume_cancelled_later(): void {
    assert(this.waiting() && this.cancellable, 'a cancellable thread waits')
    this.cancelled_later = true
    this.ready_func = () => true
  }

  *block_internal(cancellable: boolean): Blocking<boolean> {
    this.cancellable = cancellable
    const cancelled = yield
    assert(this.running() && (cancellable || !cancelled), 'cancellable or not cancelled')
    return cancelled
  }

  *wait_until(ready_func: () => boolean, cancellable = false): Blocking<boolean> {
    assert(this.running(), 'self.running()')
    if (this.task.deliver_pending_cancel(cancellable)) return true
    if (ready_func() && this.task.inst.store.choice.goes_on(this)) return false
    this.start_waiting_internal(ready_func)
    return yield* this.block_internal(cancellable)
  }

  yield_(cancellable: boolean): Blocking<boolean> {
    return this.wait_until(() => true, cancellable)
  }
}

/**
 * Not in the text: the official suites want synchronous variants of built-ins to trap, before they look at their
 * operands, inside of a synchronous call that could not go on if they waited.
 */
export function check_may_block(): void {
  const { inst } = current_task()
  trap_if(inst.sync_calls > 0 && inst.other_ready_threads().length === 0, 'blocks synchronous task')
}
