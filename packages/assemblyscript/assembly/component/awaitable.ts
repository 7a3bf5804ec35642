import { fail } from './abort'
import { waitableJoin } from './canon'
import { Task } from './task'
import { waitables } from './waitables'

/**
 * Something that is ready now or later. An async function writes `await x`; a `Task` asks `this.ready(x, next)`; a
 * blocking function calls `x.wait()`.
 */
export abstract class Awaitable {
  /** True once there is nothing left to wait for. */
  ready: bool = false
  /** The component's handle that events come for; 0 where there is none. */
  handle: i32 = 0
  /** True while the host may still write to memory that this object holds. */
  pending: bool = false

  // The task whose waitable set the handle is in, and the neighbours in its list.
  task: Task | null = null
  nextOfTask: Awaitable | null = null
  previousOfTask: Awaitable | null = null

  private waiter: Awaitable | null = null
  private otherWaiters: OtherWaiter | null = null

  /** Called by the library: an event for the handle. */
  complete(payload: i32): void {}

  /** Called by the library: something that this object waits for is ready. */
  wake(): void {}

  /** Called by the library: events may come from now on. */
  watch(task: Task): void {
    if (this.ready || this.handle == 0) return
    if (this.pending && this.task !== task) refuseForeign()
    this.join(task)
  }

  /** Called by the library when the task is over: gives up what is pending, if that is of no more use. */
  abandon(): void {}

  protected join(task: Task): void {
    waitables.set(this.handle, this)
    if (this.task === task) return
    if (this.task !== null) this.task!.forget(this)
    waitableJoin(this.handle, task.set())
    task.remember(this)
  }

  /** Takes the handle out of the set it is in. */
  protected leave(): void {
    waitables.remove(this.handle)
    if (this.task === null) return
    waitableJoin(this.handle, 0)
    this.task!.forget(this)
  }

  protected becomeReady(): void {
    this.pending = false
    this.ready = true
    const waiter = this.waiter
    if (waiter === null) return
    let other = this.otherWaiters
    this.waiter = null
    this.otherWaiters = null
    waiter.wake()
    while (other !== null) {
      other.waiter.wake()
      other = other.next
    }
  }

  /** Called by the library: `waiter.wake()` is called once this is ready. */
  addWaiter(waiter: Awaitable): void {
    if (this.waiter === null) this.waiter = waiter
    else this.otherWaiters = new OtherWaiter(waiter, this.otherWaiters)
  }

  /** Called by the library. */
  removeWaiter(waiter: Awaitable): void {
    let other = this.otherWaiters
    if (this.waiter === waiter) {
      this.waiter = null
      if (other === null) return
      this.waiter = other.waiter
      this.otherWaiters = other.next
      return
    }
    let previous: OtherWaiter | null = null
    while (other !== null && other.waiter !== waiter) {
      previous = other
      other = other.next
    }
    if (other === null) return
    if (previous === null) this.otherWaiters = other.next
    else previous.next = other.next
  }
}

/** An event wakes only the call whose set it comes for: another would wait for ever. */
export function refuseForeign(): void {
  fail('a call awaited what another call has begun')
}

/** One of those that wait behind the first. */
class OtherWaiter {
  constructor(
    readonly waiter: Awaitable,
    public next: OtherWaiter | null,
  ) {}
}
