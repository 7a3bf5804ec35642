import type { ReadableBuffer, WritableBuffer } from './buffer.js'
import type { ComponentInstance } from './instance.js'
import type { ValType } from './types.js'

/** How a copy ended. Specification: Stream State. */
export const CopyResult = { COMPLETED: 0, DROPPED: 1, CANCELLED: 2 } as const
export type CopyResult = (typeof CopyResult)[keyof typeof CopyResult]

/**
 * Who called `read` or `write` and is told of progress: `OnCopy` and `OnCopyDone` of the specification as one object,
 * so that a copy allocates no closure. It is told inside the other side's `read`, `write` or `drop`: what it does
 * then must not run a guest.
 */
export interface CopyListener {
  /** Something was copied; the buffer stays with the stream until `stream.reclaim()` or `onCopyDone`. */
  onCopy(stream: Reclaimable): void
  /** The copy is over and the buffer is the listener's again. */
  onCopyDone(result: CopyResult): void
}

/** `ReclaimBuffer` of the specification: takes the pending buffer back after a partial copy. */
export interface Reclaimable {
  reclaim(): void
}

/** `SharedBase` of the specification: what both ends of a stream or future have in common. */
export interface SharedBase {
  /** The type of an element; `undefined` if elements carry nothing. */
  readonly t: ValType | undefined
  cancel(): void
  drop(): void
}

/** A stream to read from: made by a guest (`SharedStreamImpl`) or by the host. Never blocks. `inst` is undefined for the host. */
export interface ReadableStream extends SharedBase {
  read(inst: ComponentInstance | undefined, dst: WritableBuffer, listener: CopyListener): void
  /** Elements that a writer waits with; not part of the specification: hosts look before they read. */
  held?(): number
}

export interface WritableStream extends SharedBase {
  write(inst: ComponentInstance | undefined, src: ReadableBuffer, listener: CopyListener): void
}

/** A future to read from. Its listener gets `onCopyDone` only. */
export interface ReadableFuture extends SharedBase {
  read(inst: ComponentInstance | undefined, dst: WritableBuffer, listener: CopyListener): void
}

export interface WritableFuture extends SharedBase {
  write(inst: ComponentInstance | undefined, src: ReadableBuffer, listener: CopyListener): void
}
