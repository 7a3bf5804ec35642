import { copyBytes } from '../copy-bytes.js'
import type { GuestMemory } from '../memory.js'
import { trap } from '../trap.js'
import { ascii_length, ascii_to_utf16, plane_length, utf16_to_ascii } from './ascii.js'
import { decode_utf8_at, type GuestString } from './load-string.js'

/** Writes a code point (or a code unit) at `at` and returns where the next one goes. */
export type Put = (bytes: Uint8Array, at: number, code_point: number) => number

export const put_utf16: Put = (bytes, at, code_point) => {
  if (code_point >= 0x10000) return put_pair(bytes, at, code_point - 0x10000)
  bytes[at] = code_point
  bytes[at + 1] = code_point >> 8
  return at + 2
}

function put_pair(bytes: Uint8Array, at: number, offset: number): number {
  return put_utf16(bytes, put_utf16(bytes, at, 0xd800 | (offset >> 10)), 0xdc00 | (offset & 0x3ff))
}

export const put_utf8: Put = (bytes, at, code_point) => {
  const width = code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4
  let rest = code_point
  for (let index = at + width - 1; index > at; index--) {
    bytes[index] = 0x80 | (rest & 0x3f)
    rest >>= 6
  }
  bytes[at] = width === 1 ? rest : ((0xf00 >> width) & 0xff) | rest
  return at + width
}

/** The code point at a byte index of a string; traps if there is none. */
function decode_at(src: GuestString, bytes: Uint8Array, index: number, end: number): number {
  if (src.encoding === 'latin1') return bytes[index]!
  const code_point =
    src.encoding === 'utf8' ? decode_utf8_at(bytes, index, end) : decode_utf16_at(bytes, index, end)
  return code_point < 0 ? trap(`invalid ${src.encoding} encoding`) : code_point
}

function decode_utf16_at(bytes: Uint8Array, index: number, end: number): number {
  const unit = bytes[index]! | (bytes[index + 1]! << 8)
  if (unit < 0xd800 || unit >= 0xe000) return unit
  if (unit >= 0xdc00 || index + 2 >= end) return -1
  const low = bytes[index + 2]! | (bytes[index + 3]! << 8)
  return low >= 0xdc00 && low < 0xe000 ? 0x10000 + ((unit & 0x3ff) << 10) + (low & 0x3ff) : -1
}

/** Bytes that a code point takes in a string. */
function width_in(src: GuestString, code_point: number): number {
  if (src.encoding === 'latin1') return 1
  if (src.encoding === 'utf16') return code_point < 0x10000 ? 2 : 4
  return code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4
}

/** Writes a string from code unit `start` on; returns where it ends. */
export function copy_code_points(
  src: GuestString,
  start: number,
  target: GuestMemory,
  to: number,
  put: Put,
): number {
  const memory = src.cx.opts.memory!
  const { bytes } = memory
  const written = target.bytes
  const end = src.ptr + src.byte_length
  const widens = src.encoding === 'utf8' && put === put_utf16
  let index = src.ptr + (src.encoding === 'utf16' ? 2 * start : start)
  let at = to
  while (index < end) {
    const ascii = widens ? ascii_to_utf16(memory, index, end, target, at) : 0
    index += ascii
    at += 2 * ascii
    if (index === end) break
    const code_point = decode_at(src, bytes, index, end)
    index += width_in(src, code_point)
    at = put(written, at, code_point)
  }
  return at
}

/** Traps unless a string is well-formed. */
export function validate(src: GuestString): void {
  const memory = src.cx.opts.memory!
  const end = src.ptr + src.byte_length
  const skip = src.encoding === 'utf8' ? ascii_length : plane_length
  let index = src.ptr
  while (index < end) {
    index += skip(memory, index, end)
    if (index < end) index += width_in(src, decode_at(src, memory.bytes, index, end))
  }
}

/** Copies the ASCII that a string in Latin-1 or UTF-16 begins with; returns how many code units that were. */
export function ascii_run(src: GuestString, target: GuestMemory, to: number): number {
  const memory = src.cx.opts.memory!
  const end = src.ptr + src.byte_length
  if (src.encoding === 'utf16') return utf16_to_ascii(memory, src.ptr, end, target, to)
  const length = ascii_length(memory, src.ptr, end)
  copyBytes(memory.bytes, src.ptr, target.bytes, to, length)
  return length
}

/** Copies what a string begins with as Latin-1; returns the code units that were read and the bytes written. */
export function latin1_run(
  src: GuestString,
  target: GuestMemory,
  to: number,
): { read: number; written: number } {
  const memory = src.cx.opts.memory!
  const { bytes } = memory
  const end = src.ptr + src.byte_length
  let index = src.ptr
  let at = to
  while (index < end) {
    const ascii = src.encoding === 'utf8' ? ascii_length(memory, index, end) : 0
    if (ascii > 0) copyBytes(bytes, index, target.bytes, at, ascii)
    index += ascii
    at += ascii
    if (index === end) break
    const code_point = decode_at(src, bytes, index, end)
    if (code_point > 0xff) break
    target.bytes[at++] = code_point
    index += width_in(src, code_point)
  }
  return { read: (index - src.ptr) / (src.encoding === 'utf16' ? 2 : 1), written: at - to }
}

/** From the end, so that it can be done in place. */
export function inflate_latin1(
  bytes: Uint8Array,
  from: number,
  count: number,
  target: Uint8Array,
  to: number,
): void {
  for (let index = count - 1; index >= 0; index--) {
    target[to + 2 * index] = bytes[from + index]!
    target[to + 2 * index + 1] = 0
  }
}

export function utf16_is_latin1(bytes: Uint8Array, ptr: number, code_units: number): boolean {
  for (let index = 0; index < code_units; index++) if (bytes[ptr + 2 * index + 1] !== 0) return false
  return true
}

/** In place. */
export function deflate_utf16(bytes: Uint8Array, ptr: number, code_units: number): void {
  for (let index = 1; index < code_units; index++) bytes[ptr + index] = bytes[ptr + 2 * index]!
}
