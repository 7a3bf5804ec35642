import type { GuestMemory } from '../memory.js'

/** Bytes below 0x80 from `index` on. */
export function ascii_length({ view, bytes }: GuestMemory, index: number, end: number): number {
  let at = index
  while (at + 4 <= end && (view.getInt32(at) & 0x80808080) === 0) at += 4
  while (at < end && bytes[at]! < 0x80) at++
  return at - index
}

/** Copies bytes below 0x80 as UTF-16; returns how many there were. */
export function ascii_to_utf16(
  source: GuestMemory,
  index: number,
  end: number,
  target: GuestMemory,
  to: number,
): number {
  const { view, bytes } = source
  const written = target.view
  let at = index
  let out = to
  for (; at + 4 <= end; at += 4, out += 8) {
    const four = view.getInt32(at, true)
    if ((four & 0x80808080) !== 0) break
    written.setInt32(out, (four & 0x7f) | ((four & 0x7f00) << 8), true)
    written.setInt32(out + 4, ((four >> 16) & 0x7f) | ((four >> 8) & 0x7f0000), true)
  }
  for (; at < end && bytes[at]! < 0x80; at++, out += 2) written.setInt16(out, bytes[at]!, true)
  return at - index
}

/** Copies UTF-16 code units below 0x80 as bytes; returns how many there were. */
export function utf16_to_ascii(
  source: GuestMemory,
  index: number,
  end: number,
  target: GuestMemory,
  to: number,
): number {
  const { view } = source
  const written = target.view
  let at = index
  let out = to
  for (; at + 4 <= end; at += 4, out += 2) {
    const two = view.getInt32(at, true)
    if ((two & 0xff80ff80) !== 0) break
    written.setInt16(out, (two & 0x7f) | (two >> 8), true)
  }
  for (; at < end && view.getUint16(at, true) < 0x80; at += 2, out++) written.setInt8(out, view.getUint8(at))
  return (at - index) / 2
}

/** Bytes of UTF-16 code units from `index` on that are no surrogates. */
export function plane_length({ view }: GuestMemory, index: number, end: number): number {
  let at = index
  while (at < end && (view.getUint16(at, true) & 0xf800) !== 0xd800) at += 2
  return at - index
}
