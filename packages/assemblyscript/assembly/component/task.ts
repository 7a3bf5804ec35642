import { fail } from './abort'
import { Awaitable } from './awaitable'
import { CallbackCode, EventCode, contextGet, contextSet, taskCancel, waitableJoin, waitableSetDrop, waitableSetNew } from './canon'
import { collectIfDue } from './collector'
import { enter, leave } from './depth'
import { Fiber } from './fiber'
import { takeAreas } from './memory'
import { Resource } from './resource'
import { hasFibers, hasWaiting } from './settings'
import { waitFor } from './waiting'
import { waitables } from './waitables'

/** What a turn of a task came to. */
export const enum Poll {
  /** It waits for what `ready` or `watch` were told. */
  Pending,
  /** It lets others run and goes on. */
  Yield,
  /** It is over. */
  Done,
}

/**
 * One call of an async export, as a state machine: `resume` runs until it would have to wait, remembers in `state`
 * where to go on, and is called again once that is ready. What must outlast a wait lives in fields.
 */
export abstract class Task {
  /** Where `resume` goes on; 0 at first. */
  state: i32 = 0
  /** The caller wants no result any more. The task may still return one, or acknowledge with `cancel`. */
  cancelled: bool = false
  /** True once the caller has its result. */
  returned: bool = false

  /** The task that runs; null in calls of synchronous exports. */
  static current: Task | null = null

  // All live tasks, so that the collector reaches them.
  private static live: Task | null = null
  private $nextLive: Task | null = null
  private $previousLive: Task | null = null

  private $export: i32 = 0
  private $waitableSet: i32 = 0
  private $awaited: Awaitable | null = null
  private $members: Awaitable | null = null
  private $borrowed: Resource | null = null
  private $over: bool = false
  private $cancellation: Cancellation | null = null
  private $yielded: NextTurn | null = null

  // Fibers that can go on, and how many are not over.
  firstFiber: Fiber | null = null
  lastFiber: Fiber | null = null
  fiberCount: i32 = 0

  /** Runs until the task must wait, wants to let others run, or is over. */
  abstract resume(): Poll

  /** True if `awaitable` is ready; else `resume` is to return `Poll.Pending`, and goes on in state `next` once it is. */
  protected ready(awaitable: Awaitable, next: i32): bool {
    this.state = next
    if (awaitable.ready) return true
    awaitable.watch(this)
    this.$awaited = awaitable
    return false
  }

  /** Acknowledges that the call was cancelled: its caller gets no result. Nothing may be returned afterwards. */
  cancel(): void {
    if (!this.cancelled) fail('a task can acknowledge a cancellation only after it was cancelled')
    if (this.returned) fail('a task that has returned cannot be cancelled any more')
    this.returned = true
    this.$dropBorrowed()
    taskCancel()
  }

  /** Ready once the call was cancelled: for `select`. */
  get cancellation(): Awaitable {
    let cancellation = this.$cancellation
    if (cancellation === null) {
      cancellation = new Cancellation()
      cancellation.ready = this.cancelled
      this.$cancellation = cancellation
    }
    return cancellation
  }

  /** Called by generated code: runs the first turn. `exportId` is the number of the export that it is a call of. */
  static start(task: Task, exportId: i32): i32 {
    task.$export = exportId
    const next = Task.live
    task.$nextLive = next
    if (next !== null) next.$previousLive = task
    Task.live = task
    contextSet(changetype<usize>(task))
    return task.$turn()
  }

  /** Called by generated code: the callback of every async export. */
  static deliver(event: i32, handle: i32, payload: i32): i32 {
    const task = changetype<Task>(contextGet())
    const outer = Task.current
    // A write that was taken in part goes on at once, in this task's set.
    Task.current = task
    dispatch(task, event, handle, payload)
    Task.current = outer
    return task.$turn()
  }

  /** Called by generated code: a handle that was lent for the call and goes back before it returns. */
  keepBorrow(resource: Resource): void {
    resource.$next = this.$borrowed
    this.$borrowed = resource
  }

  /** Called by generated code right before the result is handed over. */
  beginReturn(exportId: i32): void {
    if (this.$export != exportId) fail('another export runs than the one that returns')
    if (this.returned) fail('an export returned twice')
    this.returned = true
    this.$dropBorrowed()
  }

  /** The task's waitable set, made when it is first needed. */
  set(): i32 {
    if (this.$waitableSet == 0) this.$waitableSet = WaitableSets.take()
    return this.$waitableSet
  }

  remember(member: Awaitable): void {
    const next = this.$members
    member.task = this
    member.nextOfTask = next
    if (next !== null) next.previousOfTask = member
    this.$members = member
  }

  forget(member: Awaitable): void {
    const next = member.nextOfTask
    const previous = member.previousOfTask
    if (previous !== null) previous.nextOfTask = next
    else this.$members = next
    if (next !== null) next.previousOfTask = previous
    member.task = null
    member.nextOfTask = null
    member.previousOfTask = null
  }

  private $turn(): i32 {
    const outer = Task.current
    Task.current = this
    enter()
    this.wakeYielded()
    this.runFibers()
    let poll = Poll.Pending
    let awaited = this.$awaited
    let goesOn = !this.$over && (awaited === null || awaited.ready)
    while (goesOn) {
      this.$awaited = null
      poll = this.resume()
      this.$over = poll == Poll.Done
      this.runFibers()
      // It may be ready since it was looked at: no event would tell.
      awaited = this.$awaited
      goesOn = poll == Poll.Pending && awaited !== null && awaited.ready
    }
    const code = this.$answer(poll)
    Task.current = outer
    if (leave()) {
      takeAreas()
      collectIfDue()
    }
    return code
  }

  private $answer(poll: Poll): i32 {
    if (poll == Poll.Yield || this.$yielded !== null) return CallbackCode.Yield
    if (this.$over && this.fiberCount == 0) {
      if (!this.returned) fail('an export ended without returning')
      if (!hasWaiting || this.release()) {
        this.$leaveLive()
        return CallbackCode.Exit
      }
    }
    return CallbackCode.Wait | (this.set() << 4)
  }

  /** Runs the fibers that can go on. */
  runFibers(): void {
    if (!hasFibers) return
    for (let fiber = this.firstFiber; fiber !== null; fiber = this.firstFiber) {
      this.firstFiber = fiber.nextInQueue
      if (this.firstFiber === null) this.lastFiber = null
      fiber.nextInQueue = null
      fiber.turn()
    }
  }

  /** `awaitable` is ready in the next turn. */
  yieldTo(awaitable: NextTurn): void {
    awaitable.nextYielded = this.$yielded
    this.$yielded = awaitable
  }

  /** True if something waits for the next turn. */
  get hasYielded(): bool {
    return this.$yielded !== null
  }

  wakeYielded(): void {
    let awaitable = this.$yielded
    this.$yielded = null
    while (awaitable !== null) {
      awaitable.happen()
      awaitable = awaitable.nextYielded
    }
  }

  /** Gives back what the call holds. False: it must wait for events first, until copies and calls under way have ended. */
  release(): bool {
    let member = this.$members
    while (member !== null) {
      const next = member.nextOfTask
      if (member.pending) member.abandon()
      if (member.pending) return false
      if (member.task === this) {
        waitables.remove(member.handle)
        waitableJoin(member.handle, 0)
        this.forget(member)
      }
      member = next
    }
    if (this.$waitableSet != 0) WaitableSets.giveBack(this.$waitableSet)
    this.$waitableSet = 0
    return true
  }

  private $leaveLive(): void {
    const next = this.$nextLive
    const previous = this.$previousLive
    if (previous !== null) previous.$nextLive = next
    else Task.live = next
    if (next !== null) next.$previousLive = previous
  }

  private $dropBorrowed(): void {
    let borrowed = this.$borrowed
    this.$borrowed = null
    while (borrowed !== null) {
      borrowed.drop()
      borrowed = borrowed.$next
    }
  }

  noteCancelled(): void {
    this.cancelled = true
    const cancellation = this.$cancellation
    if (cancellation !== null) cancellation.happen()
  }
}

class Cancellation extends Awaitable {
  happen(): void {
    this.becomeReady()
  }
}

/** Ready in the next turn of the task. */
export class NextTurn extends Awaitable {
  nextYielded: NextTurn | null = null

  watch(task: Task): void {
    task.yieldTo(this)
  }

  happen(): void {
    this.becomeReady()
  }

  /** In async functions: `await yieldNow()`. */
  wait(): void {
    waitFor(this)
  }
}

/** Hands an event to whom it is for. */
export function dispatch(task: Task, event: i32, handle: i32, payload: i32): void {
  if (event == EventCode.TaskCancelled) task.noteCancelled()
  else if (event != EventCode.None) {
    const awaitable = waitables.get(handle)
    if (awaitable !== null) awaitable.complete(payload)
  }
}

/** Empty sets that the next task can use again; one is enough for calls one after the other. */
namespace WaitableSets {
  @lazy let spare: i32 = 0

  export function take(): i32 {
    const set = spare
    spare = 0
    return set != 0 ? set : waitableSetNew()
  }

  export function giveBack(set: i32): void {
    if (spare == 0) spare = set
    else waitableSetDrop(set)
  }
}
