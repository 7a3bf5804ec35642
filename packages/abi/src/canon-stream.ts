import { ReadableBufferGuestImpl, WritableBufferGuestImpl } from './buffer-guest.js'
import type { ComponentInstance } from './instance.js'
import type { CanonicalOptions, CoreFunction } from './options.js'
import { ReadableStreamEnd, SharedStreamImpl, WritableStreamEnd } from './stream.js'
import { cancel_copy, drop_end, pack_ends, stream_copy } from './stream-copy.js'
import { trapIf } from './trap.js'
import type { AsyncValueType } from './types.js'

/** Specification: `canon stream.new`. */
export function canon_stream_new(inst: ComponentInstance, stream_t: AsyncValueType): CoreFunction {
  return () => {
    trapIf(!inst.may_leave, 'cannot leave component instance', 'stream.new')
    const shared = new SharedStreamImpl(stream_t.element)
    const ri = inst.handles.add(new ReadableStreamEnd(shared))
    return pack_ends(ri, inst.handles.add(new WritableStreamEnd(shared)))
  }
}

/** Specification: `canon stream.read`. A synchronous variant may have to wait. */
export function canon_stream_read(
  inst: ComponentInstance,
  stream_t: AsyncValueType,
  opts: CanonicalOptions,
): CoreFunction {
  return stream_copy(ReadableStreamEnd, WritableBufferGuestImpl, inst, stream_t, opts)
}

/** Specification: `canon stream.write`. A synchronous variant may have to wait. */
export function canon_stream_write(
  inst: ComponentInstance,
  stream_t: AsyncValueType,
  opts: CanonicalOptions,
): CoreFunction {
  return stream_copy(WritableStreamEnd, ReadableBufferGuestImpl, inst, stream_t, opts)
}

/** Specification: `canon stream.cancel-read`. A synchronous variant may have to wait. */
export function canon_stream_cancel_read(
  inst: ComponentInstance,
  stream_t: AsyncValueType,
  async_: boolean,
): CoreFunction {
  return cancel_copy(ReadableStreamEnd, inst, stream_t, async_)
}

/** Specification: `canon stream.cancel-write`. A synchronous variant may have to wait. */
export function canon_stream_cancel_write(
  inst: ComponentInstance,
  stream_t: AsyncValueType,
  async_: boolean,
): CoreFunction {
  return cancel_copy(WritableStreamEnd, inst, stream_t, async_)
}

/** Specification: `canon stream.drop-readable`. */
export function canon_stream_drop_readable(inst: ComponentInstance, stream_t: AsyncValueType): CoreFunction {
  return drop_end(ReadableStreamEnd, inst, stream_t)
}

/** Specification: `canon stream.drop-writable`. */
export function canon_stream_drop_writable(inst: ComponentInstance, stream_t: AsyncValueType): CoreFunction {
  return drop_end(WritableStreamEnd, inst, stream_t)
}
