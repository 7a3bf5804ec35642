/** A map of at most `capacity` entries; the least recently used one makes room. */
export class LruMap<Key, Value> {
  private readonly capacity: number
  /** In the order of their last use. */
  private readonly entries = new Map<Key, Value>()

  constructor(capacity: number) {
    this.capacity = capacity
  }

  get size(): number {
    return this.entries.size
  }

  get(key: Key): Value | undefined {
    const value = this.entries.get(key)
    if (value === undefined) return undefined
    this.entries.delete(key)
    this.entries.set(key, value)
    return value
  }

  set(key: Key, value: Value): void {
    this.entries.delete(key)
    this.entries.set(key, value)
    if (this.entries.size <= this.capacity) return
    const [oldest] = this.entries.keys()
    this.entries.delete(oldest!)
  }

  delete(key: Key): void {
    this.entries.delete(key)
  }
}
