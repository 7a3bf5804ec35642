import { fail } from './abort'
/** Elements on their way through a stream: as many as `length` says, of room for `capacity`. It is used again and again. */
export class Chunk<T> {
  [key: number]: T

  private count: i32 = 0
  private readonly storage: StaticArray<T>

  /** Room for `capacity` elements. */
  constructor(capacity: i32) {
    // Of the sizes that are refused all are too large to be allocated.
    this.storage = changetype<StaticArray<T>>(__new(<usize>(<u32>capacity) << alignof<T>(), idof<StaticArray<T>>()))
  }

  /** The elements of an array. */
  static of<T>(array: Array<T>): Chunk<T> {
    const chunk = new Chunk<T>(array.length)
    for (let i = 0; i < array.length; i++) chunk.push(array[i])
    return chunk
  }

  /** The bytes of a text in UTF-8. */
  static utf8(text: string): Chunk<u8> {
    const bytes = String.UTF8.byteLength(text)
    const chunk = new Chunk<u8>(bytes)
    String.UTF8.encodeUnsafe(changetype<usize>(text), text.length, chunk.address)
    chunk.length = bytes
    return chunk
  }

  /** How many elements there are, from index 0. It can be set, to `capacity` at most. */
  @inline
  get length(): i32 {
    return this.count
  }

  set length(value: i32) {
    if (<u32>value > <u32>this.storage.length) refuse()
    this.count = value
  }

  get capacity(): i32 {
    return this.storage.length
  }

  /** Where element 0 lies in memory. It never moves. */
  get address(): usize {
    return changetype<usize>(this.storage)
  }

  /** How many more elements there is room for. */
  get room(): i32 {
    return this.storage.length - this.length
  }

  @inline @operator('[]')
  get(index: i32): T {
    if (<u32>index >= <u32>this.length) refuse()
    return unchecked(this.storage[index])
  }

  @inline @operator('[]=')
  set(index: i32, value: T): void {
    if (<u32>index >= <u32>this.length) refuse()
    unchecked((this.storage[index] = value))
  }

  /** Appends an element; there must be room. */
  push(value: T): void {
    const index = this.length
    if (index >= this.storage.length) refuse()
    this.length = index + 1
    unchecked((this.storage[index] = value))
  }

  clear(): void {
    this.length = 0
  }
}

function refuse(): void {
  fail('index out of range in a chunk')
}
