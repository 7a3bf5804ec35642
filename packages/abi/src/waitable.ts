import type { Scheduler } from './scheduler.js'
import type { Condition, Thread, Wait } from './thread.js'
import { invariant, trapIf } from './trap.js'
import type { CoreValue } from './types.js'

/** What happened, as core code is told. Specification: Waitable State. */
export const EventCode = {
  NONE: 0,
  SUBTASK: 1,
  STREAM_READ: 2,
  STREAM_WRITE: 3,
  FUTURE_READ: 4,
  FUTURE_WRITE: 5,
  TASK_CANCELLED: 6,
} as const
export type EventCode = (typeof EventCode)[keyof typeof EventCode]

/** An event: code, index of the waitable in its instance's table, payload. */
export type EventTuple = readonly [code: EventCode, index: number, payload: number]

/** A concurrent activity that can be waited on: a subtask, or an end of a stream or future. Specification: Waitable State. */
export abstract class Waitable {
  wset: WaitableSet | undefined = undefined
  has_sync_waiter = false
  /** The thread that waits synchronously, to be looked at when an event comes. */
  sync_waiter: Thread | undefined = undefined
  #pending = false

  /** Makes the pending event: called right before core code gets it (the closure `pending_event` of the specification). */
  protected abstract take_event(): EventTuple

  /** The subclass has stored what `take_event` needs. */
  set_pending_event(): void {
    if (!this.#pending) {
      this.#pending = true
      this.wset?.ready.push(this)
    }
    this.wset?.wake()
    this.sync_waiter?.wake()
  }

  has_pending_event(): boolean {
    return this.#pending
  }

  in_waitable_set(): boolean {
    return this.wset !== undefined
  }

  get_pending_event(): EventTuple {
    this.#pending = false
    return this.take_event()
  }

  /** Waits inside a core function, whose result `finish` makes of the event. */
  wait_for_pending_event(thread: Thread, finish: () => CoreValue): CoreValue | undefined | Wait {
    invariant(!this.in_waitable_set() && !this.has_sync_waiter, 'one waits at a time')
    this.has_sync_waiter = true
    this.sync_waiter = thread
    const has_event: Condition = () => this.#pending
    return thread.wait_until(has_event, () => {
      this.has_sync_waiter = false
      this.sync_waiter = undefined
      return finish()
    })
  }

  join(wset: WaitableSet | undefined): void {
    invariant(!this.has_sync_waiter, 'a waitable with a synchronous waiter joins no set')
    this.wset?.leave(this)
    this.wset = wset
    wset?.enter(this)
  }

  drop(): void {
    invariant(
      !this.has_pending_event() && !this.has_sync_waiter,
      'a dropped waitable has no event and no waiter',
    )
    this.join(undefined)
  }
}

/** A collection of waitables to wait on together. Specification: Waitable State. */
export class WaitableSet {
  size = 0
  num_waiting = 0
  /** Members that had an event when it was set; taken ones are skipped when they come up. */
  ready: Waitable[] = []
  /** Threads that wait on this set. */
  readonly waiters: Thread[] = []

  enter(waitable: Waitable): void {
    this.size++
    if (waitable.has_pending_event()) {
      this.ready.push(waitable)
      this.wake()
    }
  }

  leave(waitable: Waitable): void {
    this.size--
    const index = this.ready.indexOf(waitable)
    if (index >= 0) this.ready.splice(index, 1)
  }

  wake(): void {
    for (const thread of this.waiters) thread.wake()
  }

  /** A thread has been woken, or cancelled. */
  leave_waiters(thread: Thread): void {
    this.num_waiting--
    const { waiters } = this
    if (waiters.length === 1) waiters.pop()
    else waiters.splice(waiters.indexOf(thread), 1)
  }

  enter_waiters(thread: Thread): void {
    this.num_waiting++
    this.waiters.push(thread)
  }

  has_pending_event(): boolean {
    while (this.ready.length > 0 && !this.#has_event(this.ready[0]!)) this.ready.shift()
    return this.ready.length > 0
  }

  /** A member with an event: one may have left, or given its event elsewhere, since it was set. */
  #has_event(waitable: Waitable): boolean {
    return waitable.wset === this && waitable.has_pending_event()
  }

  /** `scheduler` picks one of the events that are ready: the specification leaves the order open. */
  get_pending_event(scheduler: Scheduler): EventTuple {
    invariant(this.has_pending_event(), 'an event is pending')
    this.ready =
      this.ready.length === 1 ? this.ready : this.ready.filter((waitable) => this.#has_event(waitable))
    const { length } = this.ready
    const waitable = length === 1 ? this.ready.pop() : this.ready.splice(scheduler.choose(length), 1)[0]
    return waitable!.get_pending_event()
  }

  drop(): void {
    trapIf(this.size > 0, 'cannot drop waitable set with waiters', 'waitable-set.drop')
    trapIf(this.num_waiting > 0, 'cannot drop waitable set with waiters', 'waitable-set.drop')
  }
}
