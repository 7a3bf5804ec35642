import { BinaryError } from './errors.js'

let utf8: TextDecoder | undefined

/**
 * Reads bytes front to back. Every failure is a `BinaryError` with the absolute offset; a length is checked
 * against what is left before anything is allocated for it.
 */
export class ByteReader {
  readonly bytes: Uint8Array
  /** Absolute offset of the next byte. */
  offset: number
  /** Absolute offset one past the last byte of this reader. */
  readonly end: number
  /** Names the section in error messages. */
  section: string | undefined
  /** Where `bytes` begin in the whole input; added to the offsets in errors. */
  readonly origin: number

  constructor(bytes: Uint8Array, offset = 0, end = bytes.length, section?: string, origin = 0) {
    this.bytes = bytes
    this.offset = offset
    this.end = end
    this.section = section
    this.origin = origin
  }

  get remaining(): number {
    return this.end - this.offset
  }

  get done(): boolean {
    return this.offset >= this.end
  }

  fail(message: string, offset = this.offset): never {
    throw new BinaryError(message, offset + this.origin, this.section)
  }

  u8(): number {
    if (this.offset >= this.end) this.fail('unexpected end')
    return this.bytes[this.offset++]!
  }

  peek(): number {
    if (this.offset >= this.end) this.fail('unexpected end')
    return this.bytes[this.offset]!
  }

  /** The next `length` bytes, as a view of the input. */
  take(length: number): Uint8Array {
    this.checkLength(length)
    const start = this.offset
    this.offset += length
    return this.bytes.subarray(start, this.offset)
  }

  /** A reader over the next `length` bytes, which are skipped here. */
  slice(length: number, section = this.section): ByteReader {
    this.checkLength(length)
    const start = this.offset
    this.offset += length
    return new ByteReader(this.bytes, start, this.offset, section, this.origin)
  }

  /** LEB128 unsigned, 32 bits. */
  u32(): number {
    const start = this.offset
    let result = 0
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.u8()
      if (shift === 28 && byte > 0x0f)
        this.fail(byte & 0x80 ? 'integer representation too long' : 'integer too large', start)
      result |= (byte & 0x7f) << shift
      if ((byte & 0x80) === 0) return result >>> 0
    }
    return this.fail('integer representation too long', start)
  }

  /** LEB128 signed, 32 bits. */
  s32(): number {
    return this.shortSigned() ?? Number(this.long(32, BigInt.asIntN))
  }

  /** LEB128 signed, 33 bits: block types and heap types. */
  s33(): number {
    return this.shortSigned() ?? Number(this.long(33, BigInt.asIntN))
  }

  /** LEB128 signed, 64 bits. */
  s64(): bigint {
    return this.long(64, BigInt.asIntN)
  }

  /** LEB128 unsigned, 64 bits. */
  u64(): bigint {
    return this.peek() < 0x80 ? BigInt(this.u8()) : this.long(64, BigInt.asUintN)
  }

  /** A vector's length: each element takes at least `minimumSize` bytes, so more than fit is an error here. */
  count(minimumSize = 1): number {
    const start = this.offset
    const count = this.u32()
    if (count * minimumSize > this.remaining)
      this.fail(`count ${count} is more than the ${this.remaining} bytes left can hold`, start)
    return count
  }

  /** A length-prefixed UTF-8 name. */
  name(): string {
    const start = this.offset
    const length = this.u32()
    this.checkLength(length)
    const end = this.offset + length
    const ascii = decodeAscii(this.bytes, this.offset, end)
    if (ascii !== undefined) {
      this.offset = end
      return ascii
    }
    try {
      utf8 ??= new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
      return utf8.decode(unshared(this.take(length)))
    } catch {
      return this.fail('malformed UTF-8 encoding', start)
    }
  }

  private checkLength(length: number): void {
    if (length > this.remaining) this.fail(`length ${length} runs past the end by ${length - this.remaining}`)
  }

  /** A signed LEB128 of one byte, which most are, without the cost of a bigint. */
  private shortSigned(): number | undefined {
    const byte = this.peek()
    if (byte & 0x80) return undefined
    this.offset++
    return (byte << 25) >> 25
  }

  /** LEB128 of any width. `fit` cuts a number to a number of bits: one that changes by this is too large. */
  private long(bits: number, fit: (bits: number, value: bigint) => bigint): bigint {
    const start = this.offset
    let result = 0n
    for (let shift = 0; shift < bits; shift += 7) {
      const byte = this.u8()
      result |= BigInt(byte & 0x7f) << BigInt(shift)
      if ((byte & 0x80) === 0) {
        const value = fit(shift + 7, result)
        if (fit(bits, value) !== value) this.fail('integer too large', start)
        return value
      }
    }
    return this.fail('integer representation too long', start)
  }
}

const longestAscii = 1024
/** Of the name that is being read: an array for each, or parts of strings, cost time and memory. */
const characters: number[] = []

/** Nearly every name is ASCII and short, and a process's first use of a TextDecoder costs it 3 ms. */
function decodeAscii(bytes: Uint8Array, start: number, end: number): string | undefined {
  const length = end - start
  if (length > longestAscii) return undefined
  characters.length = length
  for (let index = 0; index < length; index++) {
    const byte = bytes[start + index]!
    if (byte > 0x7f) return undefined
    characters[index] = byte
  }
  return String.fromCharCode.apply(null, characters)
}

/** TextDecoder takes no view of shared memory in browsers, so such bytes are copied first. */
function unshared(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes)
}
