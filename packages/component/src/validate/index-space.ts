import type { Fail } from './fail.js'

/** Definitions of one sort by their indices. `noun` names one of them in messages, `plural` all. */
export class IndexSpace<Item> {
  private readonly items: Item[] = []
  private readonly noun: string
  private readonly plural: string
  private readonly maximum: number
  private readonly fail: Fail

  constructor(noun: string, plural: string, maximum: number, fail: Fail) {
    this.noun = noun
    this.plural = plural
    this.maximum = maximum
    this.fail = fail
  }

  get length(): number {
    return this.items.length
  }

  push(item: Item): void {
    if (this.items.length >= this.maximum) this.fail(`${this.plural} count exceeds limit of ${this.maximum}`)
    this.items.push(item)
  }

  at(index: number): Item {
    if (index < this.items.length) return this.items[index]!
    const sort = this.noun.slice(this.noun.lastIndexOf(' ') + 1)
    return this.fail(`unknown ${this.noun} ${index}: ${sort} index out of bounds`)
  }

  entries(): IterableIterator<[number, Item]> {
    return this.items.entries()
  }
}
