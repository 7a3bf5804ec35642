import { fail } from './abort'
import { Awaitable } from './awaitable'
import { BLOCKED, CopyResult } from './canon'
import { currentTask } from './waiting'

/** An end of a stream or future, and the copy that is under way there, one at a time. */
export abstract class CopyEnd extends Awaitable {
  /** True once the other end is gone. */
  ended: bool = false
  protected given: bool = false
  private dropWhenDone: bool = false

  constructor(handle: i32) {
    super()
    this.handle = handle
    this.ready = true
  }

  protected abstract cancelCopy(): i32
  protected abstract dropEnd(): void
  /** Takes the result of a copy. False: there is more to do, and `ready` stays false. */
  protected abstract copied(progress: u32, result: i32): bool

  /** Takes what the core call of a copy returned. */
  protected begun(packed: i32): void {
    if (packed == BLOCKED) this.blocked()
    else this.took(packed)
  }

  protected blocked(): void {
    this.ready = false
    this.pending = true
    this.join(currentTask())
  }

  private took(packed: i32): void {
    const result = packed & 15
    if (result == CopyResult.Dropped) this.ended = true
    if (!this.copied(<u32>packed >>> 4, result)) return
    this.becomeReady()
    if (this.dropWhenDone) this.dropNow()
  }

  complete(payload: i32): void {
    this.pending = false
    this.took(payload)
  }

  protected refuseBusy(): void {
    if (this.given) fail('the stream or future was given away or dropped already')
    if (!this.ready) fail('the stream or future is busy: wait for what was begun there before')
  }

  /** Gives the end away. Returns its handle, which is not this object's any more. */
  take(): i32 {
    this.refuseBusy()
    this.given = true
    this.leave()
    return this.handle
  }

  /** Stops the copy that is under way, if any; the end can be used again once it is `ready`. */
  cancel(): void {
    if (!this.pending) return
    const packed = this.cancelCopy()
    if (packed != BLOCKED) this.complete(packed)
  }

  /** Gives the end back; the other end sees that. A copy that is under way is cancelled first. */
  drop(): void {
    if (this.given) return
    this.dropWhenDone = true
    if (this.pending) this.cancel()
    else this.dropNow()
  }

  private dropNow(): void {
    if (this.given) return
    this.given = true
    this.leave()
    this.dropEnd()
  }
}
