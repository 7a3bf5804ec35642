import { LimitError, TrapError } from '@weft/core'
import type { ComponentInstance } from './instance.js'
import type { CoreFunction } from './options.js'
import { findStackSwitching, type StackEntry } from './stack-switching.js'
import type { Store } from './store.js'
import { stackContinuation, type Thread } from './thread.js'
import { invariant } from './trap.js'
import { PendingTrap, placeOf, toTrapError } from './trapping.js'
import type { CoreValue } from './types.js'
import { uncatchable } from './uncatchable.js'

type OnDone = (results: CoreValue[]) => void

/**
 * The stacks of one store that the engine can suspend. Suspended frames go on in a microtask of the engine and not
 * when they are told to, so one stack at a time is on its way, and nothing else runs until it has paused or ended.
 */
export class Stacks {
  readonly engine = findStackSwitching()
  /** To be imported where a core function has to wait; undefined without stack switching. */
  readonly suspend: CoreFunction | undefined
  /** Stacks that exist now. */
  count = 0
  readonly #store: Store
  /** Told to go on, in order; the first is on its way. */
  readonly #resumed: Thread[] = []
  /** Went on from a microtask, so no caller of its own restores the store's state. */
  #active: Thread | undefined = undefined
  #pausing: Thread | undefined = undefined
  readonly #on_done = new WeakMap<Thread, OnDone>()
  readonly #abandoned = new Set<Thread>()
  readonly #early = new WeakMap<Thread, PendingTrap>()

  constructor(store: Store, enabled: boolean) {
    this.#store = store
    if (!enabled || this.engine === undefined) return
    this.suspend = new this.engine.Suspending(() => {
      const thread = this.#pausing!
      return new Promise((resolve, reject) => {
        thread.wake_stack = resolve
        thread.unwind_stack = reject
      })
    })
  }

  /** Whether there are as many stacks as there may be; `inst` is told when one has ended. */
  is_full(inst: ComponentInstance): boolean {
    if (this.count < this.#store.limits.maximumStackfulTasks) return false
    this.#store.waiting_for_stacks.add(inst)
    return true
  }

  /** Whether a stack is about to run, or runs, in a microtask. */
  get busy(): boolean {
    return this.#active !== undefined || this.#resumed.length > 0
  }

  /** Runs a core function on a new stack, up to its first pause or its end, which calls `on_done`. */
  start(thread: Thread, entry: StackEntry, values: readonly CoreValue[], on_done: OnDone): void {
    const { maximumStacks } = this.#store.limits
    if (this.count >= maximumStacks)
      throw uncatchable(new LimitError(`threads have their limit of ${maximumStacks} stacks`))
    thread.stack = 'running'
    this.count++
    this.#on_done.set(thread, on_done)
    const ended = entry(...values)
    ended.catch((error: unknown) => this.#failed(thread, error))
    // It neither paused nor ended: it trapped. The engine tells why in a microtask only.
    if ((thread.stack as Thread['stack']) === 'running') {
      const trap = new PendingTrap()
      this.#early.set(thread, trap)
      throw uncatchable(trap)
    }
  }

  /** The running thread was put to wait: its frames are about to be suspended. */
  pause(): void {
    const thread = this.#store.current_thread!
    thread.stack = 'paused'
    this.#pausing = thread
    this.#leave(thread)
  }

  /** Tells suspended frames to go on. */
  resume(thread: Thread): void {
    this.#resumed.push(thread)
    if (this.#resumed.length === 1 && this.#active === undefined) this.#wake_next()
  }

  #wake_next(): void {
    const thread = this.#resumed[0]
    const { wake_stack } = thread ?? {}
    if (thread !== undefined) thread.wake_stack = undefined
    wake_stack?.()
  }

  /** The frames go on: first thing they do. Returns the result of the function that had to wait. */
  go_on(): CoreValue | undefined {
    const thread = this.#resumed.shift()
    invariant(thread !== undefined && this.#active === undefined, 'one stack at a time goes on')
    this.#active = thread
    thread.stack = 'running'
    this.#store.enter_top(thread)
    return thread.result
  }

  /** A function on a stack of its own has ended with these results. */
  end(results: CoreValue[]): void {
    const thread = this.#store.current_thread!
    const on_done = this.#on_done.get(thread)!
    on_done(results)
    thread.stack = 'none'
    this.count--
    this.#store.stack_freed()
    this.#leave(thread)
  }

  /** Whether the thread was told to go on and has not come to its next pause. */
  is_running(thread: Thread): boolean {
    return this.#active === thread || this.#resumed.includes(thread)
  }

  #leave(thread: Thread): void {
    if (this.#active === thread) {
      this.#active = undefined
      this.#store.leave_top(thread)
    }
    const { watcher } = thread
    thread.watcher = undefined
    watcher?.wake()
    if (this.#resumed.length > 0 && this.#active === undefined) this.#wake_next()
    else this.#store.schedule()
  }

  /** Ends the frames of threads that never go on, since engines keep suspended stacks for ever. */
  abandon(threads: Iterable<Thread>): void {
    for (const thread of threads) {
      if (thread.stack !== 'paused' || thread.wake_stack === undefined || this.is_running(thread)) continue
      thread.wake_stack = undefined
      this.#abandoned.add(thread)
      thread.unwind_stack?.(uncatchable(new TrapError('the component instance has ended')))
    }
  }

  #failed(thread: Thread, error: unknown): void {
    this.count--
    if (this.#abandoned.delete(thread)) {
      this.#store.stack_freed()
      return
    }
    const early = this.#early.get(thread)
    if (early !== undefined) {
      early.settle(toTrapError(error, placeOf(thread)))
      return
    }
    if (this.#active === thread) this.#active = undefined
    this.#store.fail(error, thread)
    if (this.#resumed.length > 0) this.#wake_next()
  }
}

/** Whether a blocked thread's frames are suspended on a stack of their own. */
export function is_on_paused_stack(thread: Thread): boolean {
  return thread.continuation === stackContinuation
}
