import { AccessError } from '@weft/core'
import type { BufferAccess } from '@weft/spec'

/** What the access rules look at. The mode is the kernel's view of a buffer; the README has the table. */
export interface AccessState {
  readonly access: BufferAccess
  /** Something was written to it: by `write_buffer`, or by a kernel that had it as out-buffer. */
  readonly written: boolean
}

/** Throws `AccessError` for a `write` buffer with nothing in it yet. */
export function checkInput(buffer: AccessState, position: number): void {
  if (buffer.written || buffer.access !== 'write') return
  throw new AccessError(
    `in-buffer ${position} has access write and nothing was written to it: write it first, or make it read_write`,
  )
}

/** Throws `AccessError` for a `read` buffer. */
export function checkOutput(buffer: AccessState, position: number): void {
  if (buffer.access !== 'read') return
  throw new AccessError(`out-buffer ${position} has access read: make it write or read_write`)
}

/** Throws `AccessError` for a `write` buffer with nothing in it yet. */
export function checkReadable(buffer: AccessState): void {
  if (buffer.written || buffer.access !== 'write') return
  throw new AccessError('the buffer has access write and nothing was written to it: run a kernel on it first')
}
