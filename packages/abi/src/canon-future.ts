import { ReadableBufferGuestImpl, WritableBufferGuestImpl } from './buffer-guest.js'
import { ReadableFutureEnd, SharedFutureImpl, WritableFutureEnd } from './future.js'
import type { ComponentInstance } from './instance.js'
import type { CanonicalOptions, CoreFunction } from './options.js'
import { cancel_copy, drop_end, future_copy, pack_ends } from './stream-copy.js'
import { trapIf } from './trap.js'
import type { AsyncValueType } from './types.js'

/** Specification: `canon future.new`. */
export function canon_future_new(inst: ComponentInstance, future_t: AsyncValueType): CoreFunction {
  return () => {
    trapIf(!inst.may_leave, 'cannot leave component instance', 'future.new')
    const shared = new SharedFutureImpl(future_t.element)
    const ri = inst.handles.add(new ReadableFutureEnd(shared))
    return pack_ends(ri, inst.handles.add(new WritableFutureEnd(shared)))
  }
}

/** Specification: `canon future.read`. A synchronous variant may have to wait. */
export function canon_future_read(
  inst: ComponentInstance,
  future_t: AsyncValueType,
  opts: CanonicalOptions,
): CoreFunction {
  return future_copy(ReadableFutureEnd, WritableBufferGuestImpl, inst, future_t, opts)
}

/** Specification: `canon future.write`. A synchronous variant may have to wait. */
export function canon_future_write(
  inst: ComponentInstance,
  future_t: AsyncValueType,
  opts: CanonicalOptions,
): CoreFunction {
  return future_copy(WritableFutureEnd, ReadableBufferGuestImpl, inst, future_t, opts)
}

/** Specification: `canon future.cancel-read`. A synchronous variant may have to wait. */
export function canon_future_cancel_read(
  inst: ComponentInstance,
  future_t: AsyncValueType,
  async_: boolean,
): CoreFunction {
  return cancel_copy(ReadableFutureEnd, inst, future_t, async_)
}

/** Specification: `canon future.cancel-write`. A synchronous variant may have to wait. */
export function canon_future_cancel_write(
  inst: ComponentInstance,
  future_t: AsyncValueType,
  async_: boolean,
): CoreFunction {
  return cancel_copy(WritableFutureEnd, inst, future_t, async_)
}

/** Specification: `canon future.drop-readable`. */
export function canon_future_drop_readable(inst: ComponentInstance, future_t: AsyncValueType): CoreFunction {
  return drop_end(ReadableFutureEnd, inst, future_t)
}

/** Specification: `canon future.drop-writable`. */
export function canon_future_drop_writable(inst: ComponentInstance, future_t: AsyncValueType): CoreFunction {
  return drop_end(WritableFutureEnd, inst, future_t)
}
