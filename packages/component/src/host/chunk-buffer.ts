import { type GuestRange, type Numbers, type ValType, WritableArrayHostImpl } from '@weft/abi'
import type { NumbersClass } from './elements.js'
import type { HostBuffer } from './stream-port.js'

/** Where the first write has less elements than this, the array is no longer. */
const shortLength = 8192

/** Reads a chunk of numbers: the writer's own where it gives that away, else an array that is made when it is needed. */
export class ChunkBuffer implements HostBuffer {
  readonly t: ValType | undefined
  length: number
  /** A chunk that the writer has given away. */
  given: Numbers | undefined = undefined
  /** What was filled. */
  array: Numbers | undefined = undefined
  readonly #makeArray: (length: number) => Numbers
  #filled: WritableArrayHostImpl | undefined = undefined

  /** `length`: the most numbers to take. */
  constructor(t: ValType | undefined, length: number, makeArray: (length: number) => Numbers) {
    this.t = t
    this.length = length
    this.#makeArray = makeArray
  }

  get progress(): number {
    return this.given?.length ?? this.#filled?.progress ?? 0
  }

  remain(): number {
    return this.given === undefined ? this.length - this.progress : 0
  }

  is_zero_length(): boolean {
    return this.length === 0
  }

  /** Takes a chunk as it is; false if it cannot. */
  take(chunk: ArrayLike<unknown>, start: number, count: number, Class: NumbersClass): boolean {
    if (this.progress > 0 || !(chunk instanceof Class)) return false
    this.given = (chunk as Numbers).subarray(start, start + count)
    return true
  }

  writeFromGuest(source: GuestRange, count: number): void {
    this.#target(count).writeFromGuest(source, count)
  }

  writeValues(values: ArrayLike<unknown>, start: number, count: number): void {
    this.#target(count).writeValues(values, start, count)
  }

  /** A short body does not cost an array of 64 KiB: 5 % of a response through 8 middlewares. */
  #target(count: number): WritableArrayHostImpl {
    if (this.#filled === undefined) {
      if (count < shortLength) this.length = Math.min(this.length, shortLength)
      this.array = this.#makeArray(this.length)
      this.#filled = new WritableArrayHostImpl(this.t, this.array)
    }
    return this.#filled
  }
}
