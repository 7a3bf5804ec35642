import { InvalidHandleError, LimitError } from '@weft/core'

/**
 * Handles of one guest, dense from 1: a zeroed variable is never a valid handle. The interface has no way to give a
 * handle back, so none is used twice.
 */
export class HandleTable<T> {
  private readonly what: 'device' | 'buffer'
  private readonly maximum: number
  private items: T[] = []

  constructor(what: 'device' | 'buffer', maximum: number) {
    this.what = what
    this.maximum = maximum
  }

  /** Throws `LimitError` if there is no room for one more. */
  checkRoom(): void {
    if (this.items.length < this.maximum) return
    throw new LimitError(`a guest has at most ${this.maximum} ${this.what} handles (limits)`)
  }

  /** Throws `LimitError`. */
  add(item: T): number {
    this.checkRoom()
    return this.items.push(item)
  }

  /** The handle of an item that is here already. */
  find(item: T): number | undefined {
    const index = this.items.indexOf(item)
    return index < 0 ? undefined : index + 1
  }

  /** Throws `InvalidHandleError`. `handle` is any 32-bit number. */
  get(handle: number): T {
    const item = this.items[(handle >>> 0) - 1]
    if (item === undefined) throw new InvalidHandleError(this.what, handle >>> 0, 'unknown')
    return item
  }

  /** Empties the table and returns what was in it. */
  clear(): readonly T[] {
    const items = this.items
    this.items = []
    return items
  }
}
