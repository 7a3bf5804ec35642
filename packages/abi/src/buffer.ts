import type { ElementLayout } from './element-layout.js'
import type { HostMapping } from './host-mapping.js'
import type { LiftLowerContext } from './options.js'
import type { ValType } from './types.js'

/** The most elements of a buffer. */
export const maximumBufferLength = 2 ** 28 - 1

/** A region of memory, a guest's or the host's, that elements of type `t` are copied from or to. Specification: Buffer State. */
export interface Buffer {
  readonly t: ValType | undefined
  /** Elements that may still be copied. */
  remain(): number
  is_zero_length(): boolean
}

export interface ReadableBuffer extends Buffer {
  /** Copies the next `count` elements into `destination` (0 < count <= both remains), each once, and advances both. */
  copyTo(destination: WritableBuffer, count: number): void
}

export interface WritableBuffer extends Buffer {
  /** Takes `count` elements out of a guest's memory: from memory to memory, or lifted for the host. */
  writeFromGuest(source: GuestRange, count: number): void
  /**
   * Takes values of the host: JavaScript values, or numbers in a typed array. `host` says how resources and streams
   * among them are lowered.
   */
  writeValues(values: ArrayLike<unknown>, start: number, count: number, host: HostMapping): void
}

/** Elements in a guest's memory. */
export interface GuestRange {
  readonly cx: LiftLowerContext
  readonly layout: ElementLayout
  /** Address of the first element. */
  readonly ptr: number
}
