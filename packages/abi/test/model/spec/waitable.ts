import { type Blocking, current_instance, current_task, current_thread } from './thread.js'
import { assert, trap_if } from './trap.js'

export const EventCode = {
  NONE: 0,
  SUBTASK: 1,
  STREAM_READ: 2,
  STREAM_WRITE: 3,
  FUTURE_READ: 4,
  FUTURE_WRITE: 5,
  TASK_CANCELLED: 6,
} as const
export type EventTuple = readonly [code: number, index: number, payload: number]
export const BLOCKED = 0xffff_ffff

/** Waitable State. */
export class Waitable {
  pending_event: (() => EventTuple) | undefined = undefined
  wset: WaitableSet | undefined = undefined
  has_sync_waiter = false

  set_pending_event(pending_event: () => EventTuple): void {
    this.pending_event = pending_event
  }

  has_pending_event(): boolean {
    return this.pending_event !== undefined
  }

  in_waitable_set(): boolean {
    return this.wset !== undefined
  }

  *wait_for_pending_event(): Blocking<void> {
    assert(!this.in_waitable_set() && !this.has_sync_waiter, 'not in a set, no synchronous waiter')
    this.has_sync_waiter = true
    yield* current_thread().wait_until(() => this.has_pending_event(), false)
    this.has_sync_waiter = false
  }

  get_pending_event(): EventTuple {
    const pending_event = this.pending_event!
    this.pending_event = undefined
    return pending_event()
  }

  join(wset: WaitableSet | undefined): void {
    assert(!this.has_sync_waiter, 'not self.has_sync_waiter')
    if (this.wset) this.wset.elems.splice(this.wset.elems.indexOf(this), 1)
    this.wset = wset
    wset?.elems.push(this)
  }

  drop(): void {
    assert(!this.has_pending_event(), 'not self.has_pending_event()')
    assert(!this.has_sync_waiter, 'not self.has_sync_waiter')
    this.join(undefined)
  }
}

export class WaitableSet {
  elems: Waitable[] = []
  num_waiting = 0

  has_pending_event(): boolean {
    return this.elems.some((w) => w.has_pending_event())
  }

  get_pending_event(): EventTuple {
    assert(this.has_pending_event(), 'self.has_pending_event()')
    const inst = current_instance()
    const candidates = this.elems.filter((w) => w.has_pending_event())
    return inst.store.choice.event(candidates, inst).get_pending_event()
  }

  *wait_for_event_and(ready_func: () => boolean, cancellable: boolean): Blocking<EventTuple> {
    this.num_waiting += 1
    const ready = () => ready_func() && this.has_pending_event()
    const cancelled = yield* current_thread().wait_until(ready, cancellable)
    const event: EventTuple = cancelled ? [EventCode.TASK_CANCELLED, 0, 0] : this.get_pending_event()
    this.num_waiting -= 1
    return event
  }

  wait_for_event(cancellable: boolean): Blocking<EventTuple> {
    return this.wait_for_event_and(() => true, cancellable)
  }

  poll(cancellable: boolean): EventTuple {
    if (current_task().deliver_pending_cancel(cancellable)) return [EventCode.TASK_CANCELLED, 0, 0]
    return this.has_pending_event() ? this.get_pending_event() : [EventCode.NONE, 0, 0]
  }

  drop(): void {
    trap_if(this.elems.length > 0, 'set in use')
    trap_if(this.num_waiting > 0, 'set in use')
  }
}
