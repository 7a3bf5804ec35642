/** Hands out names that differ from each other and from reserved ones; who asks in the same order gets the same. */
export class NameScope {
  private readonly taken: Set<string>
  private readonly byOwner = new Map<unknown, string>()

  constructor(reserved: Iterable<string>) {
    this.taken = new Set(reserved)
  }

  /** The name that `owner` has here: `wanted`, with `_` behind it as often as that is needed. */
  claim(owner: unknown, wanted: string): string {
    const known = this.byOwner.get(owner)
    if (known !== undefined) return known
    let name = wanted
    while (this.taken.has(name)) name += '_'
    this.taken.add(name)
    this.byOwner.set(owner, name)
    return name
  }

  /** A name that nobody asks for again. */
  claimOnce(wanted: string): string {
    return this.claim(Symbol(wanted), wanted)
  }

  has(name: string): boolean {
    return this.taken.has(name)
  }

  /** The name that `owner` was given, if it was. */
  find(owner: unknown): string | undefined {
    return this.byOwner.get(owner)
  }
}
