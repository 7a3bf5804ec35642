import { trap } from '../trap.js'
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
  target: Uint8Array,
  to: number,
  put: Put,
): number {
  const { bytes, view } = src.cx.opts.memory!
  const end = src.ptr + src.byte_length
  let index = src.ptr + (src.encoding === 'utf16' ? 2 * start : start)
  let at = to
  while (index < end) {
    if (src.encoding === 'utf8' && put === put_utf16) {
      const length = ascii_length(view, bytes, index, end)
      inflate_latin1(bytes, index, length, target, at)
      index += length
      at += 2 * length
      if (index === end) break
    }
    const code_point = decode_at(src, bytes, index, end)
    index += width_in(src, code_point)
    at = put(target, at, code_point)
  }
  return at
}

/** Traps unless a string is well-formed. */
export function validate(src: GuestString): void {
  const { bytes, view } = src.cx.opts.memory!
  const end = src.ptr + src.byte_length
  let index = src.ptr
  while (index < end) {
    if (src.encoding === 'utf8') index += ascii_length(view, bytes, index, end)
    if (index < end) index += width_in(src, decode_at(src, bytes, index, end))
  }
}

/** Bytes below 0x80 from `index` on. */
function ascii_length(view: DataView, bytes: Uint8Array, index: number, end: number): number {
  let at = index
  while (at + 4 <= end && (view.getInt32(at) & 0x80808080) === 0) at += 4
  while (at < end && bytes[at]! < 0x80) at++
  return at - index
}

/** Copies the ASCII that a string in Latin-1 or UTF-16 begins with; returns how many code units that were. */
export function ascii_run(src: GuestString, target: Uint8Array, to: number): number {
  const { bytes } = src.cx.opts.memory!
  const { ptr, code_units } = src
  const step = src.encoding === 'utf16' ? 2 : 1
  for (let unit = 0; unit < code_units; unit++) {
    const byte = bytes[ptr + unit * step]!
    if (byte >= 0x80 || (step === 2 && bytes[ptr + unit * 2 + 1] !== 0)) return unit
    target[to + unit] = byte
  }
  return code_units
}

/** Copies what a string begins with as Latin-1; returns the code units that were read and the bytes written. */
export function latin1_run(
  src: GuestString,
  target: Uint8Array,
  to: number,
): { read: number; written: number } {
  const { bytes } = src.cx.opts.memory!
  const end = src.ptr + src.byte_length
  let index = src.ptr
  let at = to
  while (index < end) {
    const code_point = decode_at(src, bytes, index, end)
    if (code_point > 0xff) break
    target[at++] = code_point
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
