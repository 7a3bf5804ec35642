import { WeftError } from '@weft/core'

/** A chunk as the guests write and check it: its number, a filling, the complement of its number. */
export class Chunk {
  readonly bytes: Uint8Array
  readonly #words: Int32Array

  constructor(size: number) {
    this.bytes = new Uint8Array(size).fill(0x5a)
    this.#words = new Int32Array(this.bytes.buffer)
  }

  stamp(number: number): void {
    this.#words[0] = number
    this.#words[this.#words.length - 1] = ~number
  }

  /** Throws if this is not the chunk of that number, and takes its marks away. */
  check(number: number): void {
    const last = this.#words.length - 1
    const middle = this.bytes.length >> 1
    const right = this.#words[0] === number && this.#words[last] === ~number && this.bytes[middle] === 0x5a
    if (!right) throw new WeftError('wrong-result', `chunk ${number} did not arrive as it was written`)
    this.#words[0] = 0
    this.#words[last] = 0
    this.bytes[middle] = 0
  }
}

/** Chunks 0 to `count` - 1, all in the same bytes: one is gone when the next one is asked for. */
export function* stampedChunks(size: number, count: number): Generator<Uint8Array> {
  const chunk = new Chunk(size)
  for (let number = 0; number < count; number++) {
    chunk.stamp(number)
    yield chunk.bytes
  }
}

/** What the guest that reads the chunks gives: the sum of their numbers. */
export function sumOfNumbers(count: number): number {
  return Number(BigInt.asUintN(32, (BigInt(count) * BigInt(count - 1)) / 2n))
}
