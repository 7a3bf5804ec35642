import type { LiftLowerContext } from '../options.js'
import { type GuestString, MAX_STRING_BYTE_LENGTH } from './load-string.js'
import { mismatch, outOfRange } from './mismatch.js'
import { Range } from './pointers.js'
import { allocate, reallocate } from './reallocate.js'
import {
  ascii_run,
  copy_code_points,
  deflate_utf16,
  inflate_latin1,
  latin1_run,
  put_utf8,
  put_utf16,
  utf16_is_latin1,
  validate,
} from './transcode.js'

/** Specification: `store_string_into_range`. From memory to memory, with the calls of `realloc` in the specification's order. */
export function store_string_into_range(cx: LiftLowerContext, src: GuestString): Range {
  const { string_encoding } = cx.opts
  if (string_encoding === 'utf8') {
    if (src.encoding === 'utf8') return store_string_copy(cx, src, 1, 1)
    return store_string_to_utf8(cx, src, src.code_units * (src.encoding === 'utf16' ? 3 : 2))
  }
  if (string_encoding === 'utf16')
    return src.encoding === 'utf8' ? store_utf8_to_utf16(cx, src) : store_string_copy(cx, src, 2, 2)
  if (src.cx.opts.string_encoding !== 'latin1+utf16') return store_string_to_latin1_or_utf16(cx, src)
  if (src.encoding === 'latin1') return store_string_copy(cx, src, 1, 2)
  return store_probably_utf16_to_latin1_or_utf16(cx, src)
}

function store_string_copy(
  cx: LiftLowerContext,
  src: GuestString,
  code_unit_size: number,
  alignment: number,
): Range {
  const { code_units, encoding, byte_length } = src
  const ptr = allocate(cx, alignment, code_unit_size * code_units, 'string')
  const bytes = cx.opts.memory!.bytes
  const source = src.cx.opts.memory!.bytes
  if (code_unit_size === 2 && encoding === 'latin1') {
    inflate_latin1(source, src.ptr, code_units, bytes, ptr)
    return new Range(ptr, code_units)
  }
  if (encoding !== 'latin1') validate(src)
  bytes.set(source.subarray(src.ptr, src.ptr + byte_length), ptr)
  return new Range(ptr, code_units)
}

/** Hopes for ASCII, then goes on with the space that the worst case needs, and gives back what is left. */
function store_string_to_utf8(cx: LiftLowerContext, src: GuestString, worst_case_size: number): Range {
  const { code_units } = src
  const memory = cx.opts.memory!
  let ptr = allocate(cx, 1, code_units, 'string')
  const done = ascii_run(src, memory, ptr)
  if (done === code_units) return new Range(ptr, code_units)
  ptr = reallocate(cx, ptr, code_units, 1, worst_case_size, 'string')
  const byte_length = copy_code_points(src, done, memory, ptr + done, put_utf8) - ptr
  if (worst_case_size > byte_length) ptr = reallocate(cx, ptr, worst_case_size, 1, byte_length, 'string')
  return new Range(ptr, byte_length)
}

function store_utf8_to_utf16(cx: LiftLowerContext, src: GuestString): Range {
  const worst_case_size = 2 * src.code_units
  let ptr = allocate(cx, 2, worst_case_size, 'string')
  const byte_length = copy_code_points(src, 0, cx.opts.memory!, ptr, put_utf16) - ptr
  if (byte_length < worst_case_size) ptr = reallocate(cx, ptr, worst_case_size, 2, byte_length, 'string')
  return new Range(ptr, byte_length / 2)
}

/** Hopes for Latin-1, and inflates what was copied when something else comes. */
function store_string_to_latin1_or_utf16(cx: LiftLowerContext, src: GuestString): Range {
  const { code_units } = src
  const memory = cx.opts.memory!
  let ptr = allocate(cx, 2, code_units, 'string')
  const { read, written } = latin1_run(src, memory, ptr)
  if (read === code_units) {
    if (written < code_units) ptr = reallocate(cx, ptr, code_units, 2, written, 'string')
    return new Range(ptr, written)
  }
  const worst_case_size = 2 * code_units
  ptr = reallocate(cx, ptr, code_units, 2, worst_case_size, 'string')
  inflate_latin1(memory.bytes, ptr, written, memory.bytes, ptr)
  const byte_length = copy_code_points(src, read, memory, ptr + 2 * written, put_utf16) - ptr
  if (worst_case_size > byte_length) ptr = reallocate(cx, ptr, worst_case_size, 2, byte_length, 'string')
  return new Range(ptr, byte_length / 2, true)
}

function store_probably_utf16_to_latin1_or_utf16(cx: LiftLowerContext, src: GuestString): Range {
  const { ptr: begin, byte_length, code_units } = src
  const memory = cx.opts.memory!
  const ptr = allocate(cx, 2, byte_length, 'string')
  validate(src)
  memory.bytes.set(src.cx.opts.memory!.bytes.subarray(begin, begin + byte_length), ptr)
  if (!utf16_is_latin1(memory.bytes, ptr, code_units)) return new Range(ptr, code_units, true)
  deflate_utf16(memory.bytes, ptr, code_units)
  return new Range(reallocate(cx, ptr, byte_length, 1, code_units, 'string'), code_units)
}

const encoder = new TextEncoder()
const scratch = new Uint8Array(2 ** 14)

/**
 * Stores a JavaScript string with one `realloc` of the right size: the specification leaves open which encoding it has.
 * Surrogates without a partner become U+FFFD.
 */
export function store_host_string(cx: LiftLowerContext, v: unknown): Range {
  if (typeof v !== 'string') return mismatch('string', v)
  if (cx.opts.string_encoding === 'utf8') return store_utf8(cx, encode_utf8(v))
  const string = v.toWellFormed()
  const is_wide = cx.opts.string_encoding === 'utf16' || !isLatin1(string)
  const ptr = allocate_host_string(cx, 2, is_wide ? 2 * string.length : string.length)
  const { bytes } = cx.opts.memory!
  if (is_wide)
    for (let i = 0, at = ptr; i < string.length; i++) at = put_utf16(bytes, at, string.charCodeAt(i))
  else for (let i = 0; i < string.length; i++) bytes[ptr + i] = string.charCodeAt(i)
  return new Range(ptr, string.length, is_wide && cx.opts.string_encoding !== 'utf16')
}

function encode_utf8(v: string): Uint8Array {
  if (3 * v.length > scratch.length) return encoder.encode(v)
  return scratch.subarray(0, encoder.encodeInto(v, scratch).written)
}

function store_utf8(cx: LiftLowerContext, encoded: Uint8Array): Range {
  const ptr = allocate_host_string(cx, 1, encoded.length)
  cx.opts.memory!.bytes.set(encoded, ptr)
  return new Range(ptr, encoded.length)
}

function allocate_host_string(cx: LiftLowerContext, alignment: number, byte_length: number): number {
  if (byte_length > MAX_STRING_BYTE_LENGTH) outOfRange(`at most ${MAX_STRING_BYTE_LENGTH} bytes`, byte_length)
  return allocate(cx, alignment, byte_length, 'string')
}

function isLatin1(string: string): boolean {
  for (let i = 0; i < string.length; i++) if (string.charCodeAt(i) > 0xff) return false
  return true
}
