import { Table } from '@weft/abi'

interface HostObject {
  readonly value: object
  rep: number
  /** Handles, in all components, and calls that it was lent to. */
  references: number
}

/**
 * The host's objects that guests have handles of, by representation. An object has one representation, however many
 * handles there are, and comes back unchanged.
 */
export class HostObjects {
  readonly #table: Table<HostObject>
  readonly #byValue = new Map<object, HostObject>()

  /** `limit`: the most objects at once, after which `add` throws a `LimitError`. */
  constructor(limit: number) {
    this.#table = new Table(limit)
  }

  get size(): number {
    return this.#byValue.size
  }

  /** Adds a reference. */
  add(value: object): number {
    const known = this.#byValue.get(value)
    if (known) {
      known.references++
      return known.rep
    }
    const object: HostObject = { value, rep: 0, references: 1 }
    object.rep = this.#table.add(object)
    this.#byValue.set(value, object)
    return object.rep
  }

  get(rep: number): object {
    return this.#table.get(rep).value
  }

  /** Takes a reference away; true if it was the last one. */
  release(rep: number): boolean {
    const object = this.#table.get(rep)
    if (--object.references > 0) return false
    this.#table.remove(rep)
    this.#byValue.delete(object.value)
    return true
  }

  /** An owning handle was dropped: the object is disposed of with its last reference. */
  drop(rep: number): void {
    const value = this.get(rep) as Partial<Disposable>
    if (this.release(rep)) value[Symbol.dispose]?.()
  }
}
