import { LimitError } from '@weft/core'
import { describe, expect, it } from 'vitest'
import type { CoreSize, LiftLowerContext } from '../src/options.js'
import { Store } from '../src/store.js'
import type { CoreValue, ValType } from '../src/types.js'
import { CoreValueIter } from '../src/values/flat-lifting.js'
import { lift_flat_values, lower_flat_values } from '../src/values/lift-lower-values.js'
import { reallocate } from '../src/values/reallocate.js'
import { transfer } from '../src/values/transfer.js'
import { ValueGuest } from './support/value-guest.js'

const u32: ValType = { kind: 'u32' }
const listOf = (element: ValType): ValType => ({ kind: 'list', element })
const pair: ValType = { kind: 'tuple', types: [u32, u32] }
const lift = (cx: LiftLowerContext, flat: CoreValue[], type: ValType, max_flat = 16) =>
  lift_flat_values(cx, max_flat, new CoreValueIter(flat), [type])

describe('lists', () => {
  it.each<[CoreValue, CoreValue]>([
    [65536, 1],
    [65532, 2],
    [-4, 0],
    [0, -1],
    [0, 2 ** 26],
  ])('trap outside the memory: %i, %i', (ptr, length) => {
    const guest = new ValueGuest()
    expect(() => lift(guest.host, [ptr, length], listOf(u32))).toThrow(
      'list pointer/length out of bounds of memory',
    )
    expect(() => lift(guest.guest, [ptr, length], listOf(u32))).toThrow('list content out-of-bounds')
  })

  it('trap if they are not aligned, even without elements', () => {
    const guest = new ValueGuest()
    expect(() => lift(guest.host, [2, 0], listOf(u32))).toThrow('list pointer is not aligned')
    expect(() => lift(guest.guest, [2, 0], listOf(u32))).toThrow('unaligned pointer')
  })

  it('trap with addresses beyond what a number can hold', () => {
    const guest = new ValueGuest('utf8', 'i64')
    for (const [ptr, length] of [
      [-8n, 1n],
      [8n, -1n],
      [2n ** 62n, 2n ** 62n],
      [2n ** 53n, 0n],
    ] as const)
      expect(() => lift(guest.guest, [ptr, length], listOf(u32))).toThrow('list content out-of-bounds')
  })

  it('may name nothing at the end of the memory', () => {
    expect(lift(new ValueGuest().host, [65536, 0], listOf(u32))).toEqual([[]])
  })
})

describe('discriminants and characters', () => {
  const color: ValType = { kind: 'enum', labels: ['a', 'b'] }

  it('trap if they name nothing', () => {
    const guest = new ValueGuest()
    expect(() => lift(guest.host, [2], color)).toThrow('discriminant 2 out of range [0..2)')
    expect(() => lift(guest.guest, [-1], color)).toThrow('invalid variant discriminant')
    expect(() => lift(guest.guest, [2, 0], { kind: 'option', type: u32 })).toThrow(
      'invalid variant discriminant',
    )
    for (const char of [0xd800, 0xdfff, 0x110000, -1]) {
      expect(() => lift(guest.guest, [char], { kind: 'char' })).toThrow('invalid `char` bit pattern')
      expect(() => lift(guest.host, [char], { kind: 'char' })).toThrow(
        'converted integer out of range for `char`',
      )
    }
  })

  it('trap in memory that is copied from guest to guest', () => {
    const [a, b] = [new ValueGuest(), new ValueGuest()]
    a.memory.bytes.fill(2, 0, 64)
    const copy = (type: ValType) => () => transfer(a.guest, 0, b.guest, 0, type, 2)
    expect(copy(color)).toThrow('invalid variant discriminant')
    expect(copy({ kind: 'tuple', types: [{ kind: 'u8' }, { kind: 'char' }] })).toThrow(
      'invalid `char` bit pattern',
    )
    expect(copy({ kind: 'result', ok: u32 })).toThrow('invalid variant discriminant')
    copy({ kind: 'bool' })()
    expect([...b.memory.bytes.subarray(0, 3)]).toEqual([1, 1, 0])
    copy({ kind: 'flags', labels: ['x'] })()
    expect([...b.memory.bytes.subarray(0, 2)]).toEqual([0, 0])
  })
})

describe('pointers to arguments and results', () => {
  it('trap if they are not aligned or outside the memory', () => {
    const { guest, host } = new ValueGuest()
    expect(() => lift(guest, [1], pair, 1)).toThrow('unaligned pointer')
    expect(() => lift(host, [1], pair, 1)).toThrow('return pointer not aligned')
    expect(() => lift(host, [1], pair, 0)).toThrow('pointer not aligned')
    expect(() => lift(host, [65532], pair, 1)).toThrow('pointer out of bounds of memory')
    const give = (cx: LiftLowerContext, ptr: number) =>
      lower_flat_values(cx, 1, [[1, 2]], [pair], new CoreValueIter([ptr]))
    expect(() => give(guest, 1)).toThrow('unaligned pointer')
    expect(() => give(guest, -4)).toThrow('out of bounds memory access')
    expect(() => give(host, 65532)).toThrow('pointer out of bounds of memory')
  })
})

describe('realloc', () => {
  const store = new Store({ limits: { maximumReallocBytes: 1000 } })

  /** A guest whose realloc returns `ptr`. */
  function liar(ptr: CoreSize, addrtype: 'i32' | 'i64' = 'i32') {
    const { guest, host, inst } = new ValueGuest('utf8', addrtype, store)
    const opts = { ...guest.opts, realloc: () => ptr }
    return { guest: { ...guest, opts }, host: { ...host, opts }, inst }
  }

  it('traps if what it returns is not aligned or outside the memory', () => {
    const lower = (cx: LiftLowerContext, type: ValType, v: unknown) => () =>
      lower_flat_values(cx, 0, [v], [type])
    expect(lower(liar(2).host, listOf(u32), [1])).toThrow('realloc return: result not aligned')
    expect(lower(liar(-1).host, listOf(u32), [])).toThrow('realloc return: result not aligned')
    expect(lower(liar(-4).host, listOf(u32), [])).toThrow('realloc return: beyond end of memory')
    expect(lower(liar(-8n, 'i64').host, listOf(u32), [])).toThrow('realloc return: beyond end of memory')
    expect(lower(liar(2).guest, pair, [1, 2])).toThrow('unaligned pointer')
    expect(lower(liar(65532).guest, pair, [1, 2])).toThrow('out of bounds memory access')
    const source = new ValueGuest()
    const [list] = lift(source.guest, [0, 1], listOf(u32))
    const pass = (cx: LiftLowerContext) => () => lower_flat_values(cx, 16, [list], [listOf(u32)])
    expect(pass(liar(2).guest)).toThrow('unaligned pointer')
    expect(pass(liar(-4).guest)).toThrow('list content out-of-bounds')
    const [string] = lift(source.guest, [0, 1], { kind: 'string' })
    expect(() => lower_flat_values(liar(-4).guest, 16, [string], [{ kind: 'string' }])).toThrow(
      'string content out-of-bounds',
    )
  })

  it('cannot leave the instance, and finds no thread storage', () => {
    const guest = new ValueGuest('utf8', 'i32', store)
    const storage = [1, 2]
    const thread = { storage: storage as number[] | undefined }
    store.current_thread = thread as never
    let seen: unknown
    const realloc = () => {
      seen = [guest.inst.may_leave, thread.storage]
      return 8
    }
    const ptr = reallocate({ ...guest.guest, opts: { ...guest.guest.opts, realloc } }, 0, 0, 4, 4, 'list')
    store.current_thread = undefined
    expect(seen).toEqual([false, undefined])
    expect([ptr, guest.inst.may_leave, thread.storage]).toEqual([8, true, storage])
  })

  it('is not asked for more than the limit', () => {
    const { host } = new ValueGuest('utf8', 'i32', store)
    // A core trap, which no guest can catch.
    expect(() => lower_flat_values(host, 16, [new Uint8Array(1001)], [listOf({ kind: 'u8' })])).toThrow(
      expect.objectContaining({ name: 'RuntimeError', cause: expect.any(LimitError) }),
    )
    expect(lower_flat_values(host, 16, [new Uint8Array(1000)], [listOf({ kind: 'u8' })])[1]).toBe(1000)
  })

  it('may grow the memory at every call', () => {
    const [a, b] = [new ValueGuest(), new ValueGuest('utf16')]
    const strings = Array.from({ length: 50 }, (_, index) => `é${index}`.repeat(1000))
    const type = listOf(listOf({ kind: 'string' }))
    const flat = lower_flat_values(a.host, 16, [[strings, strings]], [type])
    const taken = lower_flat_values(b.guest, 16, lift(a.guest, flat, type), [type])
    expect(b.memory.length).toBeGreaterThan(10 * 65536)
    expect(lift(b.host, taken, type)).toEqual([[strings, strings]])
  })
})
