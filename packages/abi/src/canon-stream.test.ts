import { describe, expect, it } from 'vitest'
import {
  BLOCKED,
  CANCELLED,
  COMPLETED,
  createStore,
  DROPPED,
  Guest,
  newEnds,
  packed,
  pass,
  streamOf,
} from '../test/support/two-instances.js'
import type { WritableBuffer } from './buffer.js'
import {
  canon_stream_cancel_read,
  canon_stream_cancel_write,
  canon_stream_drop_readable,
  canon_stream_drop_writable,
  canon_stream_new,
  canon_stream_read,
  canon_stream_write,
} from './canon-stream.js'
import type { HostMapping } from './host-mapping.js'
import { type CopyListener, CopyResult, type ReadableStream } from './shared.js'
import { ReadableStreamEnd } from './stream.js'
import type { ValType } from './types.js'
import { WaitableSet } from './waitable.js'

const READ = 2
const WRITE = 3

/** A stream from one guest to another with all built-ins of both. */
function createStream(element: ValType | 'nothing' = { kind: 'u8' }, addrtype: 'i32' | 'i64' = 'i32') {
  const store = createStore()
  const [from, to] = [new Guest(store, addrtype), new Guest(store, addrtype)]
  const t = streamOf(element === 'nothing' ? undefined : element)
  const [ri, w] = newEnds(canon_stream_new(from.inst, t))
  return {
    from,
    to,
    w,
    r: pass(from, ri, to),
    write: canon_stream_write(from.inst, t, from.opts),
    read: canon_stream_read(to.inst, t, to.opts),
    cancelWrite: canon_stream_cancel_write(from.inst, t, true),
    cancelRead: canon_stream_cancel_read(to.inst, t, true),
    dropWritable: canon_stream_drop_writable(from.inst, t),
    dropReadable: canon_stream_drop_readable(to.inst, t),
  }
}

describe('a rendezvous', () => {
  it('lets a pending read take what is written', () => {
    const { from, to, r, w, read, write } = createStream()
    from.put(100, 1, 2, 3)
    expect(read(r, 8, 10)).toBe(BLOCKED)
    expect(write(w, 100, 3)).toBe(packed(COMPLETED, 3))
    expect(to.event(r)).toEqual([READ, r, packed(COMPLETED, 3)])
    expect([...to.bytes.subarray(8, 12)]).toEqual([1, 2, 3, 0])
  })

  it('lets a read take what is pending to be written', () => {
    const { from, to, r, w, read, write } = createStream()
    from.put(100, 1, 2, 3)
    expect(write(w, 100, 3)).toBe(BLOCKED)
    expect(read(r, 8, 2)).toBe(packed(COMPLETED, 2))
    expect(from.event(w)).toEqual([WRITE, w, packed(COMPLETED, 2)])
    expect([...to.bytes.subarray(8, 12)]).toEqual([1, 2, 0, 0])
  })

  it('fills a pending buffer until the event is delivered, and not after', () => {
    const { from, to, r, w, read, write } = createStream()
    from.put(0, 1, 2, 3, 4, 5, 6)
    read(r, 8, 10)
    expect(write(w, 0, 2)).toBe(packed(COMPLETED, 2))
    expect(write(w, 2, 3)).toBe(packed(COMPLETED, 3))
    expect(to.event(r)).toEqual([READ, r, packed(COMPLETED, 5)])
    expect(write(w, 5, 1)).toBe(BLOCKED)
    expect([...to.bytes.subarray(8, 15)]).toEqual([1, 2, 3, 4, 5, 0, 0])
  })

  it('empties a pending buffer until the event is delivered, and not after', () => {
    const { from, to, r, w, read, write } = createStream()
    from.put(0, 1, 2, 3, 4, 5, 6)
    write(w, 0, 6)
    expect(read(r, 8, 2)).toBe(packed(COMPLETED, 2))
    expect(read(r, 10, 3)).toBe(packed(COMPLETED, 3))
    expect(from.event(w)).toEqual([WRITE, w, packed(COMPLETED, 5)])
    expect(read(r, 20, 1)).toBe(BLOCKED)
    expect([...to.bytes.subarray(8, 14)]).toEqual([1, 2, 3, 4, 5, 0])
  })

  it('completes a full buffer whose event was not delivered when the other side goes on', () => {
    const { from, to, r, w, read, write } = createStream()
    from.put(0, 1, 2, 3, 4)
    read(r, 8, 2)
    expect(write(w, 0, 2)).toBe(packed(COMPLETED, 2))
    expect(write(w, 2, 2)).toBe(BLOCKED)
    expect(to.event(r)).toEqual([READ, r, packed(COMPLETED, 2)])
    expect(read(r, 10, 9)).toBe(packed(COMPLETED, 2))
    expect(from.event(w)).toEqual([WRITE, w, packed(COMPLETED, 2)])
    expect([...to.bytes.subarray(8, 13)]).toEqual([1, 2, 3, 4, 0])
  })

  it('counts elements that carry nothing and looks at no memory', () => {
    const { to, r, w, read, write } = createStream('nothing')
    expect(read(r, -1, 2 ** 28 - 1)).toBe(BLOCKED)
    expect(write(w, -1, 2 ** 28 - 1)).toBe(2 ** 32 - 16)
    expect(to.event(r)).toEqual([READ, r, 2 ** 32 - 16])
  })

  it('passes addresses, lengths and results of 64 bits', () => {
    const { from, to, r, w, read, write } = createStream({ kind: 'u16' }, 'i64')
    from.put(6, 1, 2, 3, 4)
    expect(read(r, 8n, 3n)).toBe(0xffff_ffffn)
    expect(write(w, 6n, 2n)).toBe(BigInt(packed(COMPLETED, 2)))
    expect([...to.bytes.subarray(8, 13)]).toEqual([1, 2, 3, 4, 0])
    expect(() => write(w, -2n, 1n)).toThrow('out of bounds')
    expect(() => write(w, 0n, -1n)).toThrow('stream read/write count too large')
  })
})

describe('lengths of zero', () => {
  type Step = readonly [who: 'read' | 'write', n: number, returned: number]
  const ok = packed(COMPLETED, 0)
  const cases: readonly (readonly [first: Step, second: Step, event: 'read' | 'write' | 'none'])[] = [
    [['read', 0, BLOCKED], ['write', 0, ok], 'none'],
    [['read', 0, BLOCKED], ['write', 4, BLOCKED], 'read'],
    [['read', 4, BLOCKED], ['write', 0, ok], 'none'],
    [['write', 0, BLOCKED], ['read', 0, BLOCKED], 'write'],
    [['write', 0, BLOCKED], ['read', 4, BLOCKED], 'write'],
    [['write', 4, BLOCKED], ['read', 0, ok], 'none'],
  ]
  it.each(cases)('%j then %j: event of %s', (first, second, event) => {
    const { from, to, r, w, read, write } = createStream()
    for (const [who, n, returned] of [first, second])
      expect(who === 'read' ? read(r, 0, n) : write(w, 0, n)).toBe(returned)
    expect(to.event(r)).toEqual(event === 'read' ? [READ, r, ok] : undefined)
    expect(from.event(w)).toEqual(event === 'write' ? [WRITE, w, ok] : undefined)
  })
})

describe('dropping an end', () => {
  it('tells a pending read', () => {
    const { to, r, w, read, dropWritable } = createStream()
    read(r, 0, 4)
    dropWritable(w)
    expect(to.event(r)).toEqual([READ, r, packed(DROPPED, 0)])
    expect(() => read(r, 0, 4)).toThrow(
      'cannot read from stream after being notified that the writable end dropped',
    )
  })

  it('tells a pending write, together with what was taken', () => {
    const { from, r, w, read, write, dropReadable } = createStream()
    write(w, 0, 4)
    read(r, 0, 3)
    dropReadable(r)
    expect(from.event(w)).toEqual([WRITE, w, packed(DROPPED, 3)])
    expect(() => write(w, 0, 4)).toThrow(
      'cannot write to stream after being notified that the readable end dropped',
    )
  })

  it('is told to the next copy if none was pending', () => {
    const { r, w, read, write, dropWritable, dropReadable } = createStream()
    dropWritable(w)
    expect(read(r, 0, 4)).toBe(packed(DROPPED, 0))
    expect(() => dropWritable(w)).toThrow(`unknown handle index ${w}`)
    dropReadable(r)
    expect(() => read(r, 0, 4)).toThrow(`unknown handle index ${r}`)
    expect(() => write(w, 0, 4)).toThrow(`unknown handle index ${w}`)
  })

  it('traps while a copy is pending or its event not delivered', () => {
    const one = createStream()
    one.read(one.r, 0, 4)
    expect(() => one.dropReadable(one.r)).toThrow('cannot remove busy stream')
    const other = createStream()
    other.write(other.w, 0, 4)
    other.read(other.r, 0, 4)
    expect(() => other.dropWritable(other.w)).toThrow('cannot drop busy stream')
  })

  it('leaves its waitable set', () => {
    const { to, r, dropReadable } = createStream()
    const set = new WaitableSet()
    ;(to.inst.handles.get(r) as ReadableStreamEnd).join(set)
    dropReadable(r)
    expect(set.size).toBe(0)
  })
})

describe('cancelling', () => {
  const nothingToRead = 'stream or future read cancelled when no read is pending'

  it('gives the buffer back', () => {
    const { from, to, r, w, read, write, cancelRead, cancelWrite } = createStream()
    read(r, 0, 4)
    expect(cancelRead(r)).toBe(packed(CANCELLED, 0))
    write(w, 0, 4)
    expect(cancelWrite(w)).toBe(packed(CANCELLED, 0))
    expect(read(r, 0, 4)).toBe(BLOCKED)
    expect(write(w, 0, 1)).toBe(packed(COMPLETED, 1))
    expect(to.event(r)).toEqual([READ, r, packed(COMPLETED, 1)])
    expect(from.event(w)).toBeUndefined()
  })

  it('tells of the progress there was', () => {
    const { r, w, read, write, cancelRead, cancelWrite } = createStream()
    read(r, 0, 4)
    write(w, 0, 3)
    expect(cancelRead(r)).toBe(packed(COMPLETED, 3))
    expect(write(w, 0, 3)).toBe(BLOCKED)
    read(r, 0, 2)
    expect(cancelWrite(w)).toBe(packed(COMPLETED, 2))
  })

  it('tells that the other end was dropped', () => {
    const { r, w, read, cancelRead, dropWritable } = createStream()
    read(r, 0, 4)
    dropWritable(w)
    expect(cancelRead(r)).toBe(packed(DROPPED, 0))
    expect(() => cancelRead(r)).toThrow(nothingToRead)
  })

  it('traps when nothing is pending', () => {
    const { r, w, read, cancelRead, cancelWrite } = createStream()
    expect(() => cancelRead(r)).toThrow(nothingToRead)
    expect(() => cancelWrite(w)).toThrow('stream or future write cancelled when no write is pending')
    read(r, 0, 4)
    cancelRead(r)
    expect(() => cancelRead(r)).toThrow(nothingToRead)
  })

  it('takes its time with a host that does, and is asked for once', () => {
    const { to, r, read, cancelRead, host } = createSlowStream()
    expect(read(r, 0, 4)).toBe(BLOCKED)
    expect(cancelRead(r)).toBe(BLOCKED)
    expect(() => cancelRead(r)).toThrow(nothingToRead)
    expect(() => read(r, 0, 4)).toThrow('cannot have concurrent operations active on a future/stream')
    host.listener!.onCopyDone(CopyResult.CANCELLED)
    expect(to.event(r)).toEqual([READ, r, packed(CANCELLED, 0)])
    expect(host.cancels).toBe(1)
  })

  it('may end with a copy after all', () => {
    const { to, r, read, cancelRead, host } = createSlowStream()
    read(r, 0, 4)
    cancelRead(r)
    host.buffer!.writeValues(Uint8Array.of(1, 2), 0, 2, {} as HostMapping)
    host.listener!.onCopyDone(CopyResult.COMPLETED)
    expect(to.event(r)).toEqual([READ, r, packed(COMPLETED, 2)])
  })

  it('is over before the end is dropped', () => {
    const { r, read, cancelRead, dropReadable } = createSlowStream()
    read(r, 0, 4)
    cancelRead(r)
    expect(() => dropReadable(r)).toThrow('cannot remove busy stream')
  })
})

/** A guest that reads what a host writes that does not answer by itself. */
function createSlowStream() {
  const host: { listener?: CopyListener; buffer?: WritableBuffer; cancels: number } = { cancels: 0 }
  const slow: ReadableStream = {
    t: { kind: 'u8' },
    read(_inst, buffer, listener) {
      host.buffer = buffer
      host.listener = listener
    },
    cancel: () => void host.cancels++,
    drop: () => undefined,
  }
  const to = new Guest(createStore())
  const t = streamOf({ kind: 'u8' })
  return {
    to,
    host,
    r: to.inst.handles.add(new ReadableStreamEnd(slow)),
    read: canon_stream_read(to.inst, t, to.opts),
    cancelRead: canon_stream_cancel_read(to.inst, t, true),
    dropReadable: canon_stream_drop_readable(to.inst, t),
  }
}

describe('guards', () => {
  it('one copy at a time', () => {
    const { r, read } = createStream()
    read(r, 0, 4)
    expect(() => read(r, 0, 4)).toThrow('cannot have concurrent operations active on a future/stream')
  })

  it('handles of another kind, end or type', () => {
    const { from, to, r, w, read, write } = createStream()
    const other = canon_stream_read(to.inst, streamOf({ kind: 's8' }), to.opts)
    expect(() => other(r, 0, 1)).toThrow('handle is a stream of a different type')
    const [readableHere] = newEnds(canon_stream_new(from.inst, streamOf()))
    expect(() => write(readableHere, 0, 1)).toThrow('handle is not a writable end of a stream')
    const set = to.inst.handles.add(new WaitableSet())
    expect(() => read(set, 0, 1)).toThrow('handle is not a stream')
    expect(() => read(-1, 0, 1)).toThrow('unknown handle index 4294967295')
    expect(() => write(w + 7, 0, 1)).toThrow(`unknown handle index ${w + 7}`)
  })

  it('buffers', () => {
    const { r, w, read, write } = createStream({ kind: 'u32' })
    expect(() => read(r, 0, 2 ** 28)).toThrow('stream read/write count too large')
    expect(() => write(w, 2, 1)).toThrow('write pointer not aligned')
    expect(() => read(r, 2, 1)).toThrow('read pointer not aligned')
    expect(() => read(r, 65532, 2)).toThrow('out of bounds of memory')
    expect(() => write(w, -4, 2 ** 28 - 1)).toThrow('out of bounds of memory')
    expect(read(r, 3, 0)).toBe(BLOCKED)
  })

  it('elements that are not plain numbers within one instance', () => {
    const store = createStore()
    const guest = new Guest(store)
    const t = streamOf({ kind: 'char' })
    const [r, w] = newEnds(canon_stream_new(guest.inst, t))
    canon_stream_read(guest.inst, t, guest.opts)(r, 0, 1)
    const write = canon_stream_write(guest.inst, t, guest.opts)
    expect(() => write(w, 0, 1)).toThrow('cannot read from and write to intra-component stream')
  })

  it('may_leave, blocking, handle and waitable set, in this order', () => {
    let mayBlock = false
    const store = createStore({
      check_may_block(builtin) {
        if (!mayBlock) throw new RangeError(`cannot block in ${builtin}`)
      },
    })
    const guest = new Guest(store)
    const t = streamOf({ kind: 'u8' })
    const [r] = newEnds(canon_stream_new(guest.inst, t))
    const read = canon_stream_read(guest.inst, t, { ...guest.opts, async_: false })
    const cancel = canon_stream_cancel_read(guest.inst, t, false)
    guest.inst.may_leave = false
    expect(() => read(99, 0, 1)).toThrow('cannot leave component instance')
    guest.inst.may_leave = true
    expect(() => read(99, 0, 1)).toThrow('cannot block in stream.read')
    expect(() => cancel(99)).toThrow('cannot block in stream.cancel-read')
    mayBlock = true
    expect(() => read(99, 0, 1)).toThrow('unknown handle index 99')
    ;(guest.inst.handles.get(r) as ReadableStreamEnd).join(new WaitableSet())
    const inSet = 'waitable cannot be used synchronously while added to a waitable set'
    expect(() => read(r, 0, 1)).toThrow(inSet)
    expect(canon_stream_read(guest.inst, t, guest.opts)(r, 0, 1)).toBe(BLOCKED)
    expect(() => cancel(r)).toThrow(inSet)
  })

  it('but streams without elements may be in a set where a copy is cancelled', () => {
    const guest = new Guest(createStore({ check_may_block: () => undefined }))
    const t = streamOf()
    const [r] = newEnds(canon_stream_new(guest.inst, t))
    const end = guest.inst.handles.get(r) as ReadableStreamEnd
    const wset = new WaitableSet()
    end.join(wset)
    expect(canon_stream_read(guest.inst, t, guest.opts)(r, 0, 1)).toBe(BLOCKED)
    expect(canon_stream_cancel_read(guest.inst, t, false)(r)).toBe(CopyResult.CANCELLED)
    expect(wset.has_pending_event()).toBe(false)
    const readSync = canon_stream_read(guest.inst, t, { ...guest.opts, async_: false })
    expect(() => readSync(r, 0, 1)).toThrow('waitable cannot be used synchronously')
  })

  it('nothing may be called from realloc or post-return', () => {
    const { from, to, r, w, ...builtins } = createStream()
    from.inst.may_leave = false
    to.inst.may_leave = false
    for (const builtin of Object.values(builtins))
      expect(() => builtin(1, 0, 0)).toThrow('cannot leave component instance')
    expect(canon_stream_new(from.inst, streamOf())).toThrow('cannot leave component instance')
  })
})

describe('a synchronous copy', () => {
  it('waits for its event, and cannot be cancelled meanwhile', () => {
    let finish: (() => unknown) | undefined
    const store = createStore({
      wake: () => undefined,
      wait_until(_condition, given) {
        finish = () => given(false)
        return undefined
      },
    })
    const [from, to] = [new Guest(store), new Guest(store)]
    const t = streamOf({ kind: 'u8' })
    const [ri, w] = newEnds(canon_stream_new(from.inst, t))
    const r = pass(from, ri, to)
    expect(canon_stream_read(to.inst, t, { ...to.opts, async_: false })(r, 0, 4)).toBeUndefined()
    expect(() => canon_stream_cancel_read(to.inst, t, true)(r)).toThrow('no read is pending')
    canon_stream_write(from.inst, t, from.opts)(w, 0, 3)
    expect(finish!()).toBe(packed(COMPLETED, 3))
    expect(to.event(r)).toBeUndefined()
  })

  it('returns at once if the other side is there', () => {
    const { from, to, r, w, write } = createStream()
    write(w, 0, 3)
    const read = canon_stream_read(to.inst, streamOf({ kind: 'u8' }), { ...to.opts, async_: false })
    expect(read(r, 0, 4)).toBe(packed(COMPLETED, 3))
    expect(from.event(w)).toEqual([WRITE, w, packed(COMPLETED, 3)])
  })
})

describe('a stream within one instance', () => {
  it.each([8, 9, 12, 15, 16, 17, 20, 24])('copies numbers to overlapping memory at %i', (dst) => {
    const store = createStore()
    const guest = new Guest(store)
    const t = streamOf({ kind: 'u8' })
    const [r, w] = newEnds(canon_stream_new(guest.inst, t))
    guest.put(16, 1, 2, 3, 4, 5, 6, 7, 8)
    canon_stream_read(guest.inst, t, guest.opts)(r, dst, 8)
    expect(canon_stream_write(guest.inst, t, guest.opts)(w, 16, 8)).toBe(packed(COMPLETED, 8))
    expect([...guest.bytes.subarray(dst, dst + 8)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })
})
