import { CannotSuspendError } from '@weft/core'
import { isObserved, tellBegan, tellEnded } from './observer.js'
import type { CoreSize } from './options.js'
import type { Task } from './task.js'
import { invariant, trap } from './trap.js'
import type { CoreValue } from './types.js'
import { uncatchable } from './uncatchable.js'

/** What a core function returns after it has put its thread to wait. */
export const WAIT: unique symbol = Symbol('wait')
export type Wait = typeof WAIT

/** How a thread goes on after it was blocked. */
export interface Continuation {
  resume(thread: Thread, cancelled: boolean): void
}

/** Whether a waiting thread may go on (`ready_func` of the specification). */
export type Condition = (thread: Thread) => boolean

/** Makes the result of a core function that had to wait. */
export type Finish = (cancelled: boolean) => CoreValue | undefined

export const always: Condition = () => true

/** A thread of a task: the implicit one of the call, or one made by `thread.new-indirect`. Specification: Threads. */
export class Thread {
  readonly task: Task
  index: number | undefined = undefined
  /** Values of `context.get`; what was not set reads as zero. */
  storage: [CoreSize | undefined, CoreSize | undefined] | undefined = undefined
  cancellable = false
  /** Undefined while the thread runs. */
  continuation: Continuation | undefined = undefined
  /** Undefined while the thread runs or is suspended. */
  condition: Condition | undefined = undefined
  /** Whether it is in the store's queue of threads to look at. */
  queued = false
  /** Whether core frames of this thread lie on a stack of their own that the engine can suspend, and what that does. */
  stack: 'none' | 'running' | 'paused' = 'none'
  /** A thread that waits for this one to run up to its next pause. */
  watcher: Thread | undefined = undefined
  /** Result of the core function that had to wait, for the frames that called it. */
  result: CoreValue | undefined = undefined
  finish: Finish | undefined = undefined
  /** Lets suspended frames go on. */
  wake_stack: (() => void) | undefined = undefined
  /** Ends suspended frames with an error. */
  unwind_stack: ((error: unknown) => void) | undefined = undefined

  constructor(task: Task) {
    this.task = task
  }

  running(): boolean {
    return this.continuation === undefined
  }

  suspended(): boolean {
    return this.continuation !== undefined && this.condition === undefined
  }

  waiting(): boolean {
    return this.continuation !== undefined && this.condition !== undefined
  }

  ready(): boolean {
    return this.condition?.(this) ?? false
  }

  /** Says that what this thread waits for may have come. */
  wake(): void {
    if (!this.queued && this.condition !== undefined) this.task.inst.store.enqueue(this)
  }

  /** Goes on when others, and the host, have had their turn. */
  wake_after_others(): void {
    if (!this.queued) this.task.inst.store.enqueue_yielded(this)
  }

  /** Blocks: `condition` undefined suspends until another thread resumes this one. */
  block(continuation: Continuation, condition: Condition | undefined, cancellable: boolean): void {
    this.continuation = continuation
    this.condition = condition
    this.cancellable = cancellable
    if (isObserved) this.#tellWait(condition)
    if (condition === always) this.wake_after_others()
  }

  #tellWait(condition: Condition | undefined): void {
    const { inst, implicit_thread } = this.task
    const within = this === implicit_thread ? this.task : undefined
    const name = condition === undefined ? 'suspended' : condition === always ? 'yield' : 'wait'
    tellBegan(inst, 'wait', this, name, within)
  }

  /** `Thread.resume_later` of the specification. */
  resume_later(): void {
    invariant(this.suspended(), 'only a suspended thread is resumed later')
    this.condition = always
    this.wake()
  }

  /** Makes a blocked thread the next that runs. */
  continue_next(): void {
    this.condition = always
    this.task.inst.store.enqueue_first(this)
  }

  /** Lets a blocked thread go on now, or, if its frames lie on a suspended stack, as soon as the engine can. */
  resume(cancelled = false): void {
    const continuation = this.continuation
    invariant(
      continuation !== undefined && (this.cancellable || !cancelled),
      'a running thread is not resumed',
    )
    this.continuation = undefined
    this.condition = undefined
    if (isObserved) tellEnded(this.task.inst, 'wait', this, cancelled ? 'cancelled' : undefined)
    continuation.resume(this, cancelled)
  }

  /**
   * Waits, inside a core function, until `condition` holds; the function's result is what `finish` makes then.
   * `yields`: lets others run even if the condition holds already. Specification: `Thread.wait_until`.
   */
  wait_until(
    condition: Condition,
    finish: Finish,
    cancellable = false,
    yields = false,
  ): CoreValue | undefined | Wait {
    if (this.task.deliver_pending_cancel(cancellable)) return finish(true)
    if (condition(this) && !(yields && this.stack !== 'none')) return finish(false)
    if (this.stack !== 'none') return this.suspend_stack(condition, finish, cancellable)
    return this.#wait_on_borrowed_stack(condition, finish)
  }

  /** `Thread.suspend` of the specification, inside a core function. */
  suspend(finish: Finish, cancellable: boolean): CoreValue | undefined | Wait {
    if (this.task.deliver_pending_cancel(cancellable)) return finish(true)
    if (this.stack === 'none') return this.cannot_wait('thread.suspend')
    return this.suspend_stack(undefined, finish, cancellable)
  }

  /** Blocks with the frames of the running core function kept on their stack. */
  suspend_stack(condition: Condition | undefined, finish: Finish, cancellable: boolean): Wait {
    this.finish = finish
    this.block(stackContinuation, condition, cancellable)
    return WAIT
  }

  /**
   * Traps if a synchronous call into this instance has not returned and nothing else in it can run: such a call must
   * not block. The official suites want this before a built-in that may block looks at its operands.
   */
  check_may_block(builtin: string): void {
    const { inst } = this.task
    if (inst.sync_calls > 0 && !inst.has_other_ready_thread())
      trap('cannot block a synchronous task before returning', builtin)
  }

  /**
   * Frames that cannot be suspended: other threads of the instance that need no stack run on top of them. That is
   * enough for synchronous functions; others need an engine that can suspend.
   */
  #wait_on_borrowed_stack(condition: Condition, finish: Finish): CoreValue | undefined {
    const { store } = this.task.inst
    while (!condition(this)) if (!store.run_one_of(this.task.inst)) return this.cannot_wait('a call')
    store.current_thread = this
    return finish(false)
  }

  /** Frames that cannot be suspended have to wait. */
  cannot_wait(what: string): never {
    if (this.task.inst.sync_calls > 0) return trap('cannot block a synchronous task before returning')
    const place = `${this.task.inst.path}, called through export "${this.task.lift.name}",`
    throw uncatchable(new CannotSuspendError(`${what} in ${place}`))
  }
}

/** Goes on with frames on a suspended stack: the result is made now, the frames run in a microtask of the engine. */
export const stackContinuation: Continuation = {
  resume(thread, cancelled) {
    const { finish } = thread
    thread.finish = undefined
    thread.result = finish?.(cancelled)
    thread.task.inst.store.resume_stack(thread)
  },
}
