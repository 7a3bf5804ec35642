import type { GuestAbort } from '@weft/core'
import type { ErrorContext } from './error-context.js'
import type { ResourceHandle } from './resource.js'
import type { Store } from './store.js'
import { Table } from './table.js'
import type { Thread } from './thread.js'
import type { Waitable, WaitableSet } from './waitable.js'
import { WaitingLine } from './waiting-line.js'

export type HandleElement = ResourceHandle | Waitable | WaitableSet | ErrorContext

/** The state of one component instance. Specification: Component Instances. */
export class ComponentInstance {
  readonly store: Store
  readonly parent: ComponentInstance | undefined
  /** Names from the root to here, for messages, such as `root/proxy`. */
  readonly path: string
  readonly handles: Table<HandleElement>
  readonly threads: Table<Thread>
  may_enter = true
  may_leave = true
  backpressure = 0
  num_waiting_to_enter = 0
  exclusive_thread: Thread | undefined = undefined
  /** Synchronous calls into this instance that have not returned: while there are any, blocking is restricted. */
  sync_calls = 0
  /** Set by the loader where core code can tell why it aborted; asked after a core trap. Must not throw. */
  guest_abort: (() => GuestAbort | undefined) | undefined = undefined
  /** Threads that wait for the gate of backpressure: those that need `exclusive_thread`, and others. */
  readonly #gates: readonly [WaitingLine, WaitingLine] = [new WaitingLine(), new WaitingLine()]
  #arrivals = 0
  /** Threads that wait for `exclusive_thread`, in order of arrival. */
  readonly turnstile = new WaitingLine()
  readonly #selfAndAncestors: readonly ComponentInstance[]
  #last_stranger: ComponentInstance | undefined = undefined
  #last_caller: ComponentInstance | undefined = undefined
  #last_set: readonly ComponentInstance[] = []
  readonly #enteringSets = new Map<ComponentInstance, readonly ComponentInstance[]>()

  constructor(store: Store, parent?: ComponentInstance, path = 'root') {
    this.store = store
    this.parent = parent
    this.path = path
    this.handles = new Table(store.limits.maximumHandles)
    this.threads = new Table(store.limits.maximumTasks)
    this.#selfAndAncestors = parent ? [this, ...parent.self_and_ancestors()] : [this]
  }

  self_and_ancestors(): readonly ComponentInstance[] {
    return this.#selfAndAncestors
  }

  /** The instances that a call from `caller` (undefined: the host) to here newly enters. */
  entering_set(caller: ComponentInstance | undefined): readonly ComponentInstance[] {
    if (caller === undefined) return this.#selfAndAncestors
    if (caller === this.#last_caller) return this.#last_set
    this.#last_caller = caller
    this.#last_set = this.#find_entering_set(caller)
    return this.#last_set
  }

  #find_entering_set(caller: ComponentInstance): readonly ComponentInstance[] {
    let set = this.#enteringSets.get(caller)
    if (set === undefined) {
      const inside = caller.self_and_ancestors()
      set = this.#selfAndAncestors.filter((instance) => !inside.includes(instance))
      this.#enteringSets.set(caller, set)
    }
    return set
  }

  may_enter_from(caller: ComponentInstance | undefined): boolean {
    for (const instance of this.entering_set(caller)) if (!instance.may_enter) return false
    return true
  }

  enter_from(caller: ComponentInstance | undefined): void {
    for (const instance of this.entering_set(caller)) instance.may_enter = false
  }

  leave_to(caller: ComponentInstance | undefined): void {
    for (const instance of this.entering_set(caller)) instance.may_enter = true
  }

  /** Gives the lock back that lets one implicit thread at a time run, and lets those look that wait for it. */
  release_exclusive(thread: Thread): void {
    if (this.exclusive_thread !== thread) return
    this.exclusive_thread = undefined
    this.wake_turnstile()
    this.wake_gate()
  }

  /** Lets the first thread look that waits for the lock, which is free; it stays first until it has it. */
  wake_turnstile(): void {
    if (this.turnstile.size === 0) return
    for (let next = this.turnstile.first(); next !== undefined; next = this.turnstile.first()) {
      if (next.thread.ready()) {
        next.thread.wake()
        return
      }
      this.turnstile.delete(next.thread)
    }
  }

  /** Puts a thread to wait at the gate of backpressure, which may be open: then it only lets others go first. */
  wait_at_gate(thread: Thread, needs_exclusive: boolean): void {
    this.num_waiting_to_enter++
    this.#gates[needs_exclusive ? 0 : 1].add(thread, this.#arrivals++)
    this.wake_gate()
  }

  leave_gate(thread: Thread): void {
    this.num_waiting_to_enter--
    for (const gate of this.#gates) gate.delete(thread)
  }

  /** Lets the first thread go on that waits for the gate of backpressure; with the lock held, the first that needs none. */
  wake_gate(): void {
    if (this.num_waiting_to_enter === 0) return
    const [locked, free] = [this.#gates[0].first(), this.#gates[1].first()]
    const is_ordered = (locked?.arrival ?? Infinity) < (free?.arrival ?? Infinity)
    const [first, second] = is_ordered ? [locked, free] : [free, locked]
    if (first?.thread.ready()) first.thread.wake()
    else if (second?.thread.ready()) second.thread.wake()
  }

  /** Whether a thread of this instance could run now that may use the stack of synchronous calls. */
  has_other_ready_thread(): boolean {
    for (const thread of this.threads) if (thread.ready() && thread !== this.exclusive_thread) return true
    return false
  }

  /** Whether one of the two contains the other, or they are the same. */
  is_related_to(other: ComponentInstance): boolean {
    if (other !== this.#last_stranger) {
      if (this.#selfAndAncestors.includes(other) || other.self_and_ancestors().includes(this)) return true
      this.#last_stranger = other
    }
    return false
  }
}
