import { describe, expect, it } from 'vitest'
import {
  BLOCKED,
  CANCELLED,
  COMPLETED,
  createStore,
  DROPPED,
  futureOf,
  Guest,
  newEnds,
  pass,
  streamOf,
} from '../test/support/two-instances.js'
import {
  canon_future_cancel_read,
  canon_future_cancel_write,
  canon_future_drop_readable,
  canon_future_drop_writable,
  canon_future_new,
  canon_future_read,
  canon_future_write,
} from './canon-future.js'
import { canon_stream_read } from './canon-stream.js'
import type { ValType } from './types.js'

const READ = 4
const WRITE = 5

function createFuture(element: ValType | 'nothing' = { kind: 'u8' }) {
  const store = createStore()
  const [from, to] = [new Guest(store), new Guest(store)]
  const t = futureOf(element === 'nothing' ? undefined : element)
  const [ri, w] = newEnds(canon_future_new(from.inst, t))
  return {
    from,
    to,
    w,
    r: pass(from, ri, to),
    write: canon_future_write(from.inst, t, from.opts),
    read: canon_future_read(to.inst, t, to.opts),
    cancelWrite: canon_future_cancel_write(from.inst, t, true),
    cancelRead: canon_future_cancel_read(to.inst, t, true),
    dropWritable: canon_future_drop_writable(from.inst, t),
    dropReadable: canon_future_drop_readable(to.inst, t),
  }
}

describe('a value', () => {
  it('goes to a pending read', () => {
    const { from, to, r, w, read, write } = createFuture()
    from.put(5, 42)
    expect(read(r, 8)).toBe(BLOCKED)
    expect(write(w, 5)).toBe(COMPLETED)
    expect(to.event(r)).toEqual([READ, r, COMPLETED])
    expect(to.bytes[8]).toBe(42)
  })

  it('waits for a read', () => {
    const { from, to, r, w, read, write } = createFuture()
    from.put(5, 42)
    expect(write(w, 5)).toBe(BLOCKED)
    expect(read(r, 8)).toBe(COMPLETED)
    expect(from.event(w)).toEqual([WRITE, w, COMPLETED])
    expect(to.bytes[8]).toBe(42)
  })

  it('can be nothing', () => {
    const { r, w, read, write } = createFuture('nothing')
    expect(read(r, -1)).toBe(BLOCKED)
    expect(write(w, -1)).toBe(COMPLETED)
  })

  it('moves once', () => {
    const { to, r, w, read, write } = createFuture()
    read(r, 8)
    write(w, 0)
    to.event(r)
    expect(() => read(r, 8)).toThrow('cannot read from future after previous read succeeded')
    expect(() => write(w, 8)).toThrow(
      'cannot write to future after previous write succeeded or readable end dropped',
    )
  })

  it('does not move within one instance unless it is a plain number', () => {
    const guest = new Guest(createStore())
    const t = futureOf({ kind: 'bool' })
    const [r, w] = newEnds(canon_future_new(guest.inst, t))
    canon_future_write(guest.inst, t, guest.opts)(w, 0)
    const read = canon_future_read(guest.inst, t, guest.opts)
    expect(() => read(r, 0)).toThrow('cannot read from and write to intra-component future')
  })
})

describe('dropping an end', () => {
  it('is for a writer that has written only', () => {
    const { from, r, w, read, write, cancelWrite, dropWritable } = createFuture()
    const unwritten = 'cannot drop future write end without first writing a value'
    expect(() => createFuture().dropWritable(w)).toThrow(unwritten)
    write(w, 0)
    cancelWrite(w)
    expect(() => createFuture().dropWritable(w)).toThrow(unwritten)
    write(w, 0)
    read(r, 0)
    from.event(w)
    dropWritable(w)
    expect(() => from.event(w)).toThrow('unknown handle index')
  })

  it('traps while a copy is pending', () => {
    const { r, w, read, write, dropReadable, dropWritable } = createFuture()
    read(r, 0)
    expect(() => dropReadable(r)).toThrow('cannot remove busy future')
    const other = createFuture()
    other.write(w, 0)
    expect(() => other.dropWritable(w)).toThrow('cannot drop busy future')
    write(w, 0)
    dropWritable(w)
  })

  it('tells the writer that nobody reads', () => {
    const pending = createFuture()
    pending.write(pending.w, 0)
    pending.dropReadable(pending.r)
    expect(pending.from.event(pending.w)).toEqual([WRITE, pending.w, DROPPED])
    pending.dropWritable(pending.w)
    const later = createFuture()
    later.dropReadable(later.r)
    expect(later.write(later.w, 0)).toBe(DROPPED)
    later.dropWritable(later.w)
  })
})

describe('cancelling', () => {
  it('gives the buffer back, and the copy can be tried again', () => {
    const { to, r, w, read, write, cancelRead, cancelWrite } = createFuture()
    write(w, 0)
    expect(cancelWrite(w)).toBe(CANCELLED)
    read(r, 0)
    expect(cancelRead(r)).toBe(CANCELLED)
    read(r, 0)
    expect(write(w, 0)).toBe(COMPLETED)
    expect(cancelRead(r)).toBe(COMPLETED)
    expect(to.event(r)).toBeUndefined()
  })

  it('traps when nothing is pending', () => {
    const { r, w, read, write, cancelRead, cancelWrite } = createFuture()
    expect(() => cancelWrite(w)).toThrow('stream or future write cancelled when no write is pending')
    read(r, 0)
    write(w, 0)
    cancelRead(r)
    expect(() => cancelRead(r)).toThrow('stream or future read cancelled when no read is pending')
  })
})

describe('handles', () => {
  it('of streams are not those of futures', () => {
    const { to, r } = createFuture()
    const read = canon_stream_read(to.inst, streamOf({ kind: 'u8' }), to.opts)
    expect(() => read(r, 0, 1)).toThrow('handle is not a stream')
  })
})
