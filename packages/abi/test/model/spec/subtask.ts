import type { OnCancel } from './task.js'
import { assert, trap_if } from './trap.js'
import { Waitable } from './waitable.js'

export const SubtaskState = {
  STARTING: 0,
  STARTED: 1,
  RETURNED: 2,
  CANCELLED_BEFORE_STARTED: 3,
  CANCELLED_BEFORE_RETURNED: 4,
} as const

/** Subtask State. No handles are lent here: whether the end was delivered is a flag. */
export class Subtask extends Waitable {
  state: number = SubtaskState.STARTING
  on_cancel: OnCancel | undefined = undefined
  cancellation_requested = false
  flat_results: number[] = []
  #resolve_delivered = false

  resolved(): boolean {
    return this.state >= SubtaskState.RETURNED
  }

  resolve(state: number, flat_results: number[]): void {
    assert(state === SubtaskState.RETURNED || flat_results.length === 0, 'results come with RETURNED')
    assert(!this.resolved(), 'not self.resolved()')
    this.state = state
    this.flat_results = flat_results
  }

  deliver_resolve(): void {
    assert(!this.resolve_delivered() && this.resolved(), 'not self.resolve_delivered() and self.resolved()')
    this.#resolve_delivered = true
  }

  resolve_delivered(): boolean {
    return this.#resolve_delivered
  }

  override drop(): void {
    trap_if(!this.resolve_delivered(), 'drop of unresolved subtask')
    super.drop()
  }
}
