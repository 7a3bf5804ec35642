import type { Numbers } from './values/host-values.js'

/** Below this many bytes a loop beats the 70 ns that `subarray` and `set` take. */
const loopLimit = 32

/** Copies `length` bytes; the two ranges may overlap. */
export function copyBytes(
  from: Uint8Array,
  start: number,
  to: Uint8Array,
  ptr: number,
  length: number,
): void {
  const overlapsForward = ptr > start && ptr < start + length
  if (length > loopLimit || overlapsForward) to.set(from.subarray(start, start + length), ptr)
  else for (let i = 0; i < length; i++) to[ptr + i] = from[start + i]!
}

/** The memory of a typed array as bytes. */
export function bytesOf(array: Numbers): Uint8Array {
  if (array instanceof Uint8Array) return array
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}
