import type { ComponentInstance } from './instance.js'
import type { OnCancel, OnResolve, OnStart } from './task.js'
import type { Thread } from './thread.js'
import { assert } from './trap.js'
import type { Waitable } from './waitable.js'

/** What the text leaves open (`random` in it). */
export interface Choice {
  /** Which of the threads runs. */
  thread(candidates: readonly Thread[]): Thread
  /** Whose event is delivered. */
  event(candidates: readonly Waitable[], inst: ComponentInstance): Waitable
  /** Whether a thread goes on that could wait, but has what it would wait for. */
  goes_on(thread: Thread): boolean
  /** Not in the text, see `may_start_soon`: whether a thread waits until its call has started. */
  waits_for_start(thread: Thread): boolean
  /** Not in the text, see `Thread.resume_cancelled_later`: whether a cancelled thread goes on only then. */
  resumes_later(thread: Thread): boolean
  /** Whether the canceller waits for that. */
  waits_for_cancelled(canceller: Thread): boolean
}

export interface FuncInst {
  (on_start: OnStart, on_resolve: OnResolve, caller: ComponentInstance | undefined): OnCancel
  readonly inst: ComponentInstance
}

/** Embedding. */
export class Store {
  waiting: Thread[] = []
  nesting_depth = 0
  choice: Choice

  constructor(choice: Choice) {
    this.choice = choice
  }

  invoke(f: FuncInst, on_start: OnStart, on_resolve: OnResolve): OnCancel {
    this.nesting_depth += 1
    const on_cancel = f(on_start, on_resolve, undefined)
    this.nesting_depth -= 1
    return on_cancel
  }

  ready_threads(): Thread[] {
    return this.waiting.filter((thread) => thread.ready())
  }

  tick(): void {
    assert(this.nesting_depth === 0, 'self.nesting_depth == 0')
    assert(
      this.waiting.every((thread) => thread.task.inst.may_enter_from(undefined)),
      'all waiting threads may be entered',
    )
    this.nesting_depth += 1
    const thread = this.choice.thread(this.ready_threads())
    const { inst } = thread.task
    inst.enter_from(undefined)
    thread.resume(thread.cancelled_later)
    inst.leave_to(undefined)
    this.nesting_depth -= 1
  }
}
