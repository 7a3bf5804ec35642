import type { GuestMemory } from '../memory.js'

/** Bytes below 0x80 from `index` on. */
export function ascii_length({ view, bytes }: GuestMemory, index: number, end: number): number {
  let at = index
  while (at + 16 <= end && (four(view, at) & 0x80808080) === 0) at += 16
  while (at < end && bytes[at]! < 0x80) at++
  return at - index
}

/** All bits that any of the next 16 bytes has, by place in a word. */
function four(view: DataView, at: number): number {
  return view.getInt32(at) | view.getInt32(at + 4) | view.getInt32(at + 8) | view.getInt32(at + 12)
}

/** Copies bytes below 0x80 as UTF-16; returns how many there were. The engine's loop is twice as fast as one of ours. */
export function ascii_to_utf16(
  source: GuestMemory,
  index: number,
  end: number,
  target: GuestMemory,
  to: number,
): number {
  const count = ascii_length(source, index, end)
  if (count > 0)
    new Uint16Array(target.bytes.buffer, to, count).set(source.bytes.subarray(index, index + count))
  return count
}

/** Copies UTF-16 code units below 0x80 as bytes; returns how many there were. */
export function utf16_to_ascii(
  source: GuestMemory,
  index: number,
  end: number,
  target: GuestMemory,
  to: number,
): number {
  const { view, bytes } = source
  let at = index
  while (at + 16 <= end && (four(view, at) & 0x80ff80ff) === 0) at += 16
  while (at < end && view.getUint16(at, true) < 0x80) at += 2
  const count = (at - index) / 2
  if (count > 0) target.bytes.set(new Uint16Array(bytes.buffer, index, count), to)
  return count
}

/** Bytes of UTF-16 code units from `index` on that are no surrogates. */
export function plane_length({ view }: GuestMemory, index: number, end: number): number {
  let at = index
  while (at < end && (view.getUint16(at, true) & 0xf800) !== 0xd800) at += 2
  return at - index
}
