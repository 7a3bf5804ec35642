import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  BLOCKED,
  COMPLETED,
  createStore,
  Guest,
  newEnds,
  packed,
  pass,
  streamOf,
} from '../test/support/two-instances.js'
import { ReadableBufferGuestImpl } from './buffer-guest.js'
import { ReadableBufferHostImpl, WritableArrayHostImpl, WritableValuesHostImpl } from './buffer-host.js'
import { canon_stream_new, canon_stream_read, canon_stream_write } from './canon-stream.js'
import { copyBytes } from './copy-bytes.js'
import type { HostMapping } from './host-mapping.js'
import type { CopyListener, CopyResult, Reclaimable } from './shared.js'
import { ReadableStreamEnd, SharedStreamImpl } from './stream.js'
import type { ValType } from './types.js'

const host = {} as HostMapping
const text: ValType = { kind: 'string' }
const pair: ValType = { kind: 'tuple', types: [{ kind: 'u8' }, { kind: 'u32' }] }

/** What the host hears of its copies. */
class Log implements CopyListener {
  readonly heard: string[] = []

  onCopy(_stream: Reclaimable): void {
    this.heard.push('copy')
  }

  onCopyDone(result: CopyResult): void {
    this.heard.push(`done ${result}`)
  }
}

/** A stream that a guest writes and the host reads. */
function fromGuest(element: ValType | undefined) {
  const guest = new Guest(createStore())
  const t = streamOf(element)
  const [r, w] = newEnds(canon_stream_new(guest.inst, t))
  const { shared } = guest.inst.handles.remove(r) as ReadableStreamEnd
  return { guest, w, shared, write: canon_stream_write(guest.inst, t, guest.opts) }
}

/** A stream that the host writes and a guest reads. */
function toGuest(element: ValType | undefined) {
  const guest = new Guest(createStore())
  const shared = new SharedStreamImpl(element)
  const r = guest.inst.handles.add(new ReadableStreamEnd(shared))
  return { guest, r, shared, read: canon_stream_read(guest.inst, streamOf(element), guest.opts) }
}

describe('copyBytes', () => {
  it('copies like copyWithin inside one memory, whatever overlaps', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), fc.nat(60), (start, ptr, length) => {
        const bytes = Uint8Array.from({ length: 128 }, (_, index) => index)
        const expected = bytes.slice().copyWithin(ptr, start, start + length)
        copyBytes(bytes, start, bytes, ptr, length)
        expect(bytes).toEqual(expected)
      }),
    )
  })
})

describe('a host that reads', () => {
  it('gets numbers in its own array, over several writes', () => {
    const { guest, w, shared, write } = fromGuest({ kind: 'u16' })
    guest.put(2, 1, 0, 2, 0, 3, 1)
    const target = new Uint16Array(4)
    const log = new Log()
    const buffer = new WritableArrayHostImpl({ kind: 'u16' }, target)
    shared.read(undefined, buffer, log)
    expect(write(w, 2, 2)).toBe(packed(COMPLETED, 2))
    expect(write(w, 6, 1)).toBe(packed(COMPLETED, 1))
    expect([...target]).toEqual([1, 2, 259, 0])
    expect([buffer.progress, buffer.remain()]).toEqual([3, 1])
    expect(log.heard).toEqual(['copy', 'copy'])
  })

  it('gets JavaScript values', () => {
    const { guest, w, shared, write } = fromGuest(pair)
    guest.put(0, 7, 0, 0, 0, 1, 1, 0, 0)
    guest.put(8, 8, 0, 0, 0, 2, 0, 0, 0)
    expect(write(w, 0, 2)).toBe(BLOCKED)
    const log = new Log()
    const buffer = new WritableValuesHostImpl(pair, 5, host)
    shared.read(undefined, buffer, log)
    expect(buffer.values).toEqual([
      [7, 257],
      [8, 2],
    ])
    expect(log.heard).toEqual(['done 0'])
    expect(buffer.remain()).toBe(3)
  })

  it('gets undefined for elements that carry nothing', () => {
    const { w, shared, write } = fromGuest(undefined)
    write(w, 0, 2)
    const buffer = new WritableValuesHostImpl(undefined, 5, host)
    shared.read(undefined, buffer, new Log())
    expect(buffer.values).toEqual([undefined, undefined])
  })

  it('gets no more once it has detached its array', () => {
    const { w, shared, write } = fromGuest({ kind: 'u8' })
    const target = new Uint8Array(4)
    const log = new Log()
    shared.read(undefined, new WritableArrayHostImpl({ kind: 'u8' }, target), log)
    structuredClone(target.buffer, { transfer: [target.buffer] })
    expect(write(w, 0, 3)).toBe(BLOCKED)
    expect(log.heard).toEqual(['done 0'])
  })

  it('must bring an array of the right class', () => {
    expect(() => new WritableArrayHostImpl({ kind: 's8' }, new Uint8Array(4))).toThrow(TypeError)
    expect(() => new WritableArrayHostImpl({ kind: 'bool' }, new Uint8Array(4))).toThrow(TypeError)
    expect(() => new WritableArrayHostImpl(undefined, new Uint8Array(4))).toThrow(TypeError)
  })
})

describe('a host that writes', () => {
  it('gives numbers out of its array, over several reads', () => {
    const { guest, r, shared, read } = toGuest({ kind: 'u32' })
    const log = new Log()
    shared.write(
      undefined,
      new ReadableBufferHostImpl({ kind: 'u32' }, Uint32Array.of(1, 2, 2 ** 31), host),
      log,
    )
    expect(read(r, 4, 1)).toBe(packed(COMPLETED, 1))
    expect(read(r, 8, 9)).toBe(packed(COMPLETED, 2))
    expect([...new Uint32Array(guest.bytes.buffer, 0, 5)]).toEqual([0, 1, 2, 2 ** 31, 0])
    expect(log.heard).toEqual(['copy', 'copy'])
  })

  it('gives numbers out of arrays of another class if each one fits', () => {
    const { guest, r, shared, read } = toGuest({ kind: 'u16' })
    read(r, 0, 4)
    shared.write(undefined, new ReadableBufferHostImpl({ kind: 'u16' }, Int8Array.of(1, 2), host), new Log())
    expect([...guest.bytes.subarray(0, 6)]).toEqual([1, 0, 2, 0, 0, 0])
    const negative = new ReadableBufferHostImpl({ kind: 'u16' }, Int8Array.of(-1), host)
    expect(() => shared.write(undefined, negative, new Log())).toThrow(RangeError)
  })

  it('gives JavaScript values, and is told of one that does not fit', () => {
    const { guest, r, shared, read } = toGuest(pair)
    read(r, 0, 4)
    const log = new Log()
    shared.write(undefined, new ReadableBufferHostImpl(pair, [[7, 257]], host), log)
    expect([guest.bytes[0], guest.bytes[4], guest.bytes[5]]).toEqual([7, 1, 1])
    expect(log.heard).toEqual(['done 0'])
    const wrong = new ReadableBufferHostImpl(pair, [[7, 'text']], host)
    expect(() => shared.write(undefined, wrong, new Log())).toThrow(/^element.*expected number/)
  })

  it('may meet a host that reads, whatever the elements are', () => {
    const shared = new SharedStreamImpl(text)
    const buffer = new WritableValuesHostImpl(text, 2, host)
    shared.read(undefined, buffer, new Log())
    shared.write(undefined, new ReadableBufferHostImpl(text, ['a', 'b', 'c'], host), new Log())
    expect(buffer.values).toEqual(['a', 'b'])
    const numbers = new SharedStreamImpl({ kind: 'u8' })
    const target = new Uint8Array(3)
    numbers.write(undefined, new ReadableBufferHostImpl({ kind: 'u8' }, [1, 2], host), new Log())
    numbers.read(undefined, new WritableArrayHostImpl({ kind: 'u8' }, target), new Log())
    expect([...target]).toEqual([1, 2, 0])
  })
})

describe('two guests', () => {
  it('pass elements that are not plain from memory to memory', () => {
    const store = createStore()
    const [from, to] = [new Guest(store), new Guest(store)]
    let free = 1000
    const realloc = (_old: unknown, _size: unknown, _alignment: unknown, size: unknown): number => {
      free += size as number
      return free - (size as number)
    }
    const t = streamOf(text)
    const [ri, w] = newEnds(canon_stream_new(from.inst, t))
    const r = pass(from, ri, to)
    from.put(0, 100, 0, 0, 0, 3, 0, 0, 0, 103, 0, 0, 0, 2, 0, 0, 0)
    from.put(100, ...new TextEncoder().encode('héo!'))
    canon_stream_read(to.inst, t, { ...to.opts, realloc })(r, 0, 2)
    const write = canon_stream_write(from.inst, t, from.opts)
    expect(write(w, 0, 2)).toBe(packed(COMPLETED, 2))
    expect(new TextDecoder().decode(to.bytes.subarray(1000, 1005))).toBe('héo!')
    expect([...new Uint32Array(to.bytes.buffer, 0, 4)]).toEqual([1000, 3, 1003, 2])
  })

  it('pass elements only if they are valid', () => {
    const store = createStore()
    const [from, to] = [new Guest(store), new Guest(store)]
    const t = streamOf({ kind: 'char' })
    const [ri, w] = newEnds(canon_stream_new(from.inst, t))
    from.put(4, 0, 0xd8)
    canon_stream_read(to.inst, t, to.opts)(pass(from, ri, to), 0, 2)
    expect(() => canon_stream_write(from.inst, t, from.opts)(w, 0, 2)).toThrow('invalid `char` bit pattern')
  })

  it('pass all bytes in order, however they are cut', () => {
    const cuts = fc.array(fc.tuple(fc.boolean(), fc.nat(70)), { maxLength: 60 })
    fc.assert(
      fc.property(cuts, (steps) => {
        const store = createStore()
        const [from, to] = [new Guest(store), new Guest(store)]
        for (let index = 0; index < 8192; index++) from.bytes[index] = index * 7
        const t = streamOf({ kind: 'u8' })
        const [ri, w] = newEnds(canon_stream_new(from.inst, t))
        const r = pass(from, ri, to)
        const write = canon_stream_write(from.inst, t, from.opts)
        const read = canon_stream_read(to.inst, t, to.opts)
        const sides = [
          { guest: from, index: w, copy: write, done: 0, busy: false },
          { guest: to, index: r, copy: read, done: 0, busy: false },
        ]
        for (const [reads, n] of steps) {
          const side = sides[reads ? 1 : 0]!
          const payload = side.busy ? side.guest.event(side.index)?.[2] : side.copy(side.index, side.done, n)
          side.busy = payload === undefined || payload === BLOCKED
          if (!side.busy) side.done += payload >>> 4
        }
        const [sent, received] = sides.map(({ guest, index, busy, done }) =>
          busy ? done + ((guest.event(index)?.[2] ?? 0) >>> 4) : done,
        )
        expect(received).toBe(sent)
        expect([...to.bytes.subarray(0, received)]).toEqual([...from.bytes.subarray(0, sent)])
        expect(to.bytes[received!]).toBe(0)
      }),
    )
  })
})

describe('a guest buffer', () => {
  it('can be made as the specification does', () => {
    const guest = new Guest(createStore())
    const cx = { opts: guest.opts, inst: guest.inst }
    const buffer = new ReadableBufferGuestImpl({ kind: 'u64' }, cx, 8, 3)
    expect([buffer.remain(), buffer.progress, buffer.is_zero_length()]).toEqual([3, 0, false])
    buffer.copyTo(new WritableArrayHostImpl({ kind: 'u64' }, new BigUint64Array(3)), 2)
    expect([buffer.remain(), buffer.progress, buffer.ptr]).toEqual([1, 2, 24])
    expect(() => new ReadableBufferGuestImpl({ kind: 'u64' }, cx, 65536, 1)).toThrow('out of bounds')
  })
})
