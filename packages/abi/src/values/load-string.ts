import type { LiftLowerContext } from '../options.js'
import { trap } from '../trap.js'
import { align_to } from './layout.js'
import type { Range } from './pointers.js'

/** The encoding of one string: `latin1+utf16` is one of the two for each. */
export type SimpleEncoding = 'utf8' | 'utf16' | 'latin1'

/** In bytes. */
export const MAX_STRING_BYTE_LENGTH = 2 ** 28 - 1

/** ASCII strings up to this length are read faster one by one than by a decoder: 4 bytes in 37 ns, not 158; 12 in 117. */
const MAX_SHORT = 12

/** A string in the memory of the guest that it was lifted from, inside its bounds; whether it is well-formed is seen when it is read. */
export class GuestString {
  readonly cx: LiftLowerContext
  readonly ptr: number
  readonly encoding: SimpleEncoding
  readonly code_units: number

  constructor(cx: LiftLowerContext, ptr: number, encoding: SimpleEncoding, code_units: number) {
    this.cx = cx
    this.ptr = ptr
    this.encoding = encoding
    this.code_units = code_units
  }

  get byte_length(): number {
    return this.encoding === 'utf16' ? 2 * this.code_units : this.code_units
  }

  /** The JavaScript string; traps if the bytes are none in the encoding. */
  toString(): string {
    const memory = this.cx.opts.memory!.bytes
    if (this.code_units <= MAX_SHORT && this.encoding !== 'utf16') {
      const string = this.#short_ascii(memory)
      if (string !== undefined) return string
    }
    const bytes = memory.subarray(this.ptr, this.ptr + this.byte_length)
    if (this.encoding === 'utf8') return decode_utf8(bytes)
    if (this.encoding === 'latin1') return decode_units(bytes)
    return well_formed(decode_units(new Uint16Array(bytes.buffer, bytes.byteOffset, this.code_units)))
  }

  /** Undefined if there is something else than ASCII. */
  #short_ascii(memory: Uint8Array): string | undefined {
    let string = ''
    for (let at = this.ptr; at < this.ptr + this.code_units; at++) {
      const byte = memory[at]!
      if (byte > 0x7f) return undefined
      string += String.fromCharCode(byte)
    }
    return string
  }
}

/** Without a host the string stays where it is. Specification: `load_string_from_range`. */
export function load_string_from_range(cx: LiftLowerContext, range: Range): string | GuestString {
  const { string_encoding, memory } = cx.opts
  const encoding = string_encoding !== 'latin1+utf16' ? string_encoding : range.tagged ? 'utf16' : 'latin1'
  const string = new GuestString(cx, range.ptr, encoding, range.length)
  const { ptr, byte_length } = string
  if (byte_length > MAX_STRING_BYTE_LENGTH) trap_out_of_bounds(cx)
  if (string_encoding !== 'utf8' && ptr !== align_to(ptr, 2))
    trap(cx.host ? 'string pointer not aligned to 2' : 'unaligned pointer')
  if (ptr + byte_length > memory!.length) trap_out_of_bounds(cx)
  return cx.host ? string.toString() : string
}

function trap_out_of_bounds(cx: LiftLowerContext): never {
  return trap(cx.host ? 'string pointer/length out of bounds of memory' : 'string content out-of-bounds')
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function decode_utf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch {
    return trap(utf8_fault(bytes))
  }
}

/** Where valid UTF-8 ends, and whether by a wrong byte or by the end of the bytes. */
function utf8_fault(bytes: Uint8Array): string {
  let index = 0
  let width = utf8_width(bytes, index, bytes.length)
  while (width > 0) {
    index += width
    width = utf8_width(bytes, index, bytes.length)
  }
  const rest = bytes.length - index
  for (let length = 1; length <= Math.min(rest, 3); length++)
    if (!is_utf8_start(bytes, index, length))
      return `invalid utf-8 sequence of ${Math.max(1, length - 1)} bytes from index ${index}`
  return rest > 3
    ? `invalid utf-8 sequence of 3 bytes from index ${index}`
    : `incomplete utf-8 byte sequence from index ${index}`
}

/** Whether `length` bytes can be made a code point by adding some. */
function is_utf8_start(bytes: Uint8Array, index: number, length: number): boolean {
  const completed = new Uint8Array(4)
  for (const filler of [0x80, 0x90, 0xbf]) {
    completed.fill(filler)
    completed.set(bytes.subarray(index, index + length))
    if (utf8_width(completed, 0, 4) > length) return true
  }
  return false
}

/** Bytes of the code point at `index`; 0 if there is none that is valid and ends before `end`. */
function utf8_width(bytes: Uint8Array, index: number, end: number): number {
  const code_point = decode_utf8_at(bytes, index, end)
  return code_point < 0 ? 0 : code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4
}

/** The code point at `index`; -1 if the bytes before `end` are no valid UTF-8. */
export function decode_utf8_at(bytes: Uint8Array, index: number, end: number): number {
  if (index >= end) return -1
  const first = bytes[index]!
  if (first < 0x80) return first
  const width = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0
  if (width === 0 || index + width > end) return -1
  let code_point = first & (0x7f >> width)
  for (let offset = 1; offset < width; offset++) {
    const byte = bytes[index + offset]!
    if ((byte & 0xc0) !== 0x80) return -1
    code_point = (code_point << 6) | (byte & 0x3f)
  }
  if (width === 3)
    return code_point < 0x800 || (code_point >= 0xd800 && code_point < 0xe000) ? -1 : code_point
  return width === 4 && (code_point < 0x10000 || code_point > 0x10ffff) ? -1 : code_point
}

/** Arguments of one call of `String.fromCharCode`. */
const chunk = 4096

function decode_units(units: Uint8Array | Uint16Array): string {
  let string = ''
  for (let start = 0; start < units.length; start += chunk)
    string += String.fromCharCode.apply(null, units.subarray(start, start + chunk) as unknown as number[])
  return string
}

function well_formed(string: string): string {
  if (string.isWellFormed()) return string
  const at = [...string].find((part) => !part.isWellFormed())!
  return trap(`unpaired surrogate found: ${at.charCodeAt(0).toString(16)}`)
}
