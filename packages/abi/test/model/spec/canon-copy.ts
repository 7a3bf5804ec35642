import { ReadableBufferGuestImpl, WritableBufferGuestImpl } from './buffer.js'
import { type CopyEnd, CopyResult, type OnCopy, type ReclaimBuffer } from './copy-end.js'
import { ReadableFutureEnd, SharedFutureImpl, WritableFutureEnd } from './future.js'
import { ReadableStreamEnd, SharedStreamImpl, WritableStreamEnd } from './stream.js'
import { type Blocking, check_may_block, current_instance, current_thread } from './thread.js'
import { assert, expect_a, trap_if } from './trap.js'
import type { CanonicalOptions, ElementType } from './types.js'
import { BLOCKED, EventCode, type EventTuple } from './waitable.js'

interface EndKind<End extends CopyEnd> {
  readonly EndT: abstract new (...args: never[]) => End
  readonly BufferT: typeof ReadableBufferGuestImpl | typeof WritableBufferGuestImpl
  readonly event_code: number
}

/** The kinds of ends: `stream.read` and so on. */
export const kinds = {
  'stream.read': {
    EndT: ReadableStreamEnd,
    BufferT: WritableBufferGuestImpl,
    event_code: EventCode.STREAM_READ,
  },
  'stream.write': {
    EndT: WritableStreamEnd,
    BufferT: ReadableBufferGuestImpl,
    event_code: EventCode.STREAM_WRITE,
  },
  'future.read': {
    EndT: ReadableFutureEnd,
    BufferT: WritableBufferGuestImpl,
    event_code: EventCode.FUTURE_READ,
  },
  'future.write': {
    EndT: WritableFutureEnd,
    BufferT: ReadableBufferGuestImpl,
    event_code: EventCode.FUTURE_WRITE,
  },
} as const

export function canon_new(of: 'stream' | 'future', t: ElementType): readonly [number, number] {
  const inst = current_instance()
  trap_if(!inst.may_leave, 'may not leave')
  if (of === 'stream') {
    const shared = new SharedStreamImpl(t)
    return [inst.handles.add(new ReadableStreamEnd(shared)), inst.handles.add(new WritableStreamEnd(shared))]
  }
  const shared = new SharedFutureImpl(t)
  return [inst.handles.add(new ReadableFutureEnd(shared)), inst.handles.add(new WritableFutureEnd(shared))]
}

function get_end<End extends CopyEnd>({ EndT }: EndKind<End>, i: number): End {
  return expect_a(EndT, current_instance().handles.get(i))
}

/** The guards of `stream_copy` and `future_copy`. */
function check_copy(e: CopyEnd, t: ElementType, opts: CanonicalOptions): void {
  trap_if(e.shared.t !== t, 'other element type')
  trap_if(e.state !== 'IDLE', 'not idle')
  trap_if(e.in_waitable_set() && !opts.async_, 'sync use in set')
}

function enter(async_: boolean): void {
  trap_if(!current_instance().may_leave, 'may not leave')
  if (!async_) check_may_block()
}

export function* stream_copy(
  kind: EndKind<ReadableStreamEnd | WritableStreamEnd>,
  t: ElementType,
  opts: CanonicalOptions,
  i: number,
  ptr: number,
  n: number,
): Blocking<number> {
  enter(opts.async_)
  const e = get_end(kind, i)
  check_copy(e, t, opts)
  const buffer = new kind.BufferT(t, opts.memory, ptr, n)
  const stream_event = (result: number, reclaim_buffer: ReclaimBuffer): EventTuple => {
    reclaim_buffer()
    assert(e.copying(), 'e.copying()')
    e.state = result === CopyResult.DROPPED ? 'DONE' : 'IDLE'
    return [kind.event_code, i, result + buffer.progress * 16]
  }
  const on_copy: OnCopy = (reclaim_buffer) =>
    e.set_pending_event(() => stream_event(CopyResult.COMPLETED, reclaim_buffer))
  const on_copy_done = (result: number) => e.set_pending_event(() => stream_event(result, () => undefined))
  e.state = 'COPYING'
  e.copy(current_instance(), buffer, on_copy, on_copy_done)
  return yield* outcome(e, kind.event_code, opts.async_, i)
}

export function* future_copy(
  kind: EndKind<ReadableFutureEnd | WritableFutureEnd>,
  t: ElementType,
  opts: CanonicalOptions,
  i: number,
  ptr: number,
): Blocking<number> {
  enter(opts.async_)
  const e = get_end(kind, i)
  check_copy(e, t, opts)
  const buffer = new kind.BufferT(t, opts.memory, ptr, 1)
  const future_event = (result: number): EventTuple => {
    assert((buffer.remain() === 0) === (result === CopyResult.COMPLETED), 'a value was copied or not')
    assert(e.copying(), 'e.copying()')
    e.state = result === CopyResult.CANCELLED ? 'IDLE' : 'DONE'
    return [kind.event_code, i, result]
  }
  const on_copy_done = (result: number) => e.set_pending_event(() => future_event(result))
  e.state = 'COPYING'
  e.copy(current_instance(), buffer, on_copy_done)
  return yield* outcome(e, kind.event_code, opts.async_, i)
}

export function* cancel_copy(
  kind: EndKind<CopyEnd>,
  t: ElementType,
  async_: boolean,
  i: number,
): Blocking<number> {
  enter(async_)
  const e = get_end(kind, i)
  trap_if(e.shared.t !== t, 'other element type')
  trap_if(e.state !== 'COPYING' || e.has_sync_waiter, 'no copy to cancel')
  // The one place where we differ: streams that `wit-bindgen` wakes its tasks by.
  const wakeup = t === undefined && (kind === kinds['stream.read'] || kind === kinds['stream.write'])
  trap_if(e.in_waitable_set() && !async_ && !wakeup, 'sync use in set')
  e.state = 'CANCELLING_COPY'
  if (!e.has_pending_event()) e.shared.cancel()
  return yield* outcome(e, kind.event_code, async_, i)
}

/** The end of the three above. */
function* outcome(e: CopyEnd, event_code: number, async_: boolean, i: number): Blocking<number> {
  if (!e.has_pending_event()) {
    if (async_) return BLOCKED
    yield* e.wait_for_pending_event()
  }
  const [code, index, payload] = e.get_pending_event()
  assert(code === event_code && index === i && payload !== BLOCKED, 'the event is that of the copy')
  return payload
}

export function drop(kind: EndKind<CopyEnd>, t: ElementType, hi: number): void {
  const { inst } = current_thread().task
  trap_if(!inst.may_leave, 'may not leave')
  const e = inst.handles.remove(hi)
  const end = expect_a(kind.EndT, e)
  trap_if(end.shared.t !== t, 'other element type')
  end.drop()
}
