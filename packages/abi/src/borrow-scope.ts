import type { ResourceHandle } from './resource.js'

/** Keeps account of borrowed handles: a `Task` counts those it was lent, a `Subtask` those it lent. */
export interface BorrowScope {
  /** Task: borrowed handles that the guest has not dropped. */
  num_borrows: number
  /** Subtask: the handle was lent to the callee until the call has resolved. */
  add_lender(handle: ResourceHandle): void
}
