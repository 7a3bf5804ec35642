/** Numbers that look random and follow from a seed alone: the same on every engine. */
export class Random {
  private state: number

  constructor(seed: number) {
    this.state = seed >>> 0
    // Neighbouring seeds begin with numbers that have nothing in common.
    this.state = this.word()
  }

  /** 32 bits, unsigned (the generator called mulberry32). */
  word(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }

  /** From 0 to `limit` − 1. */
  below(limit: number): number {
    return Math.floor((this.word() / 2 ** 32) * limit)
  }

  /** From `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }

  /** True with this probability, 0 to 1. */
  chance(probability: number): boolean {
    return this.word() < probability * 2 ** 32
  }

  /** One of `items`, which must not be empty. */
  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!
  }

  /** One of `choices`, in proportion to its weight. */
  weighted<Item>(choices: readonly (readonly [weight: number, item: Item])[]): Item {
    const total = choices.reduce((sum, [weight]) => sum + weight, 0)
    let rest = (this.word() / 2 ** 32) * total
    for (const [weight, item] of choices) {
      rest -= weight
      if (rest < 0) return item
    }
    return choices.at(-1)![1]
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.word())
  }
}
