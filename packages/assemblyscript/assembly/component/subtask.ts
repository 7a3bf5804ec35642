import { fail } from './abort'
import { Awaitable } from './awaitable'
import { BLOCKED, SubtaskState, subtaskCancel, subtaskDrop } from './canon'
import { Area, takeAreas } from './memory'
import { currentTask, waitFor } from './waiting'

/** A running call of an async import. */
export abstract class Subtask extends Awaitable {
  private state: i32 = 0
  // What was lowered for the call: the host reads it when the callee starts, which may be later.
  private areas: Area | null = null

  /** True if the call ended without a result because it was cancelled. */
  get cancelled(): bool {
    return this.state >= SubtaskState.CancelledBeforeStarted
  }

  /** Called by generated code with what the core call returned. */
  begin(packed: i32): void {
    const state = packed & 15
    this.state = state
    const areas = takeAreas()
    if (state >= SubtaskState.Returned) {
      this.returned()
      this.ready = true
      return
    }
    if (state == SubtaskState.Starting) this.areas = areas
    this.handle = packed >>> 4
    this.pending = true
    this.join(currentTask())
  }

  /** Asks the callee to stop. The call is ready once it has: `cancelled` tells whether there is no result. */
  cancel(): void {
    if (this.ready) return
    const state = subtaskCancel(this.handle)
    if (state != BLOCKED) this.complete(state)
  }

  complete(state: i32): void {
    this.state = state
    this.areas = null
    if (state < SubtaskState.Returned) return
    this.leave()
    subtaskDrop(this.handle)
    this.handle = 0
    if (state == SubtaskState.Returned) this.returned()
    this.becomeReady()
  }

  /** Called by the library: the result is there. */
  protected returned(): void {}
}

/** A running call of an async import that returns a `T`. */
export abstract class Call<T> extends Subtask {
  /** Address of the result, for the host to fill in. */
  result: usize
  private area: ArrayBuffer
  private kept!: T

  constructor(resultBytes: u32) {
    super()
    const area = new ArrayBuffer(resultBytes)
    this.area = area
    this.result = changetype<usize>(area)
  }

  abstract lift(address: usize): T

  // At once: memory that the host has allocated for the result would stay for ever if nobody looked at it.
  protected returned(): void {
    this.kept = this.lift(this.result)
  }

  /** The result, once the call is `ready`. Aborts if it is not, or was cancelled. */
  get value(): T {
    if (!this.ready) fail('the call has not returned yet')
    if (this.cancelled) fail('the call was cancelled: it has no result')
    return this.kept
  }

  /** The result; waits for it. In async functions: `await call`. */
  wait(): T {
    waitFor(this)
    return this.value
  }
}

/** A running call of an async import without result. */
export class VoidCall extends Subtask {
  /** Waits for its end. In async functions: `await call`. */
  wait(): void {
    waitFor(this)
  }
}
