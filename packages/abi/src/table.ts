import { LimitError } from '@weft/core'
import { trap } from './trap.js'
import { uncatchable } from './uncatchable.js'

/**
 * A growable array of opaque elements that guests name by `i32` index; index 0 is never given out.
 * Specification: Table State.
 */
export class Table<Element> {
  static readonly MAX_LENGTH = 2 ** 28 - 1
  readonly #array: (Element | undefined)[] = [undefined]
  readonly #free: number[] = []
  readonly #limit: number

  /** `limit`: the most elements at once, after which `add` throws a `LimitError`. */
  constructor(limit: number = Table.MAX_LENGTH) {
    this.#limit = limit
  }

  /** The number of elements. */
  get size(): number {
    return this.#array.length - 1 - this.#free.length
  }

  get(index: number): Element {
    const element = this.#array[index]
    if (element === undefined) return trap(`unknown handle index ${index >>> 0}`)
    return element
  }

  add(element: Element): number {
    const index = this.#free.pop()
    if (index !== undefined) {
      this.#array[index] = element
      return index
    }
    if (this.#array.length > this.#limit)
      throw uncatchable(new LimitError(`a table of handles has its limit of ${this.#limit} elements`))
    return this.#array.push(element) - 1
  }

  remove(index: number): Element {
    const element = this.get(index)
    this.#array[index] = undefined
    this.#free.push(index)
    return element
  }

  *[Symbol.iterator](): IterableIterator<Element> {
    for (const element of this.#array) if (element !== undefined) yield element
  }
}
