import { describe, expect, it } from 'vitest'
import { createStore, Guest } from '../test/support/two-instances.js'
import { canon_backpressure_dec, canon_backpressure_inc } from './canon-backpressure.js'
import { canon_context_get, canon_context_set } from './canon-context.js'
import {
  canon_error_context_debug_message,
  canon_error_context_drop,
  canon_error_context_new,
} from './canon-error-context.js'
import type { StringEncoding } from './options.js'
import type { Thread } from './thread.js'
import { WaitableSet } from './waitable.js'

describe('context', () => {
  it('is zero until set, and each thread has its own', () => {
    const store = createStore()
    const { inst } = new Guest(store)
    const get = canon_context_get(inst, 'i32', 1)
    expect(get()).toBe(0)
    canon_context_set(inst, 'i32', 1)(-5)
    expect(get()).toBe(-5)
    expect(canon_context_get(inst, 'i32', 0)()).toBe(0)
    store.current_thread = createStore().current_thread!
    expect(get()).toBe(0)
  })

  it('can be wide', () => {
    const { inst } = new Guest(createStore())
    expect(canon_context_get(inst, 'i64', 0)()).toBe(0n)
    canon_context_set(inst, 'i64', 0)(2n ** 62n)
    expect(canon_context_get(inst, 'i64', 0)()).toBe(2n ** 62n)
  })
})

describe('backpressure', () => {
  it('counts from 0 to 65535', () => {
    const { inst } = new Guest(createStore())
    const inc = canon_backpressure_inc(inst)
    for (let count = 0; count < 65535; count++) inc()
    expect(inc).toThrow('backpressure counter overflow')
    const other = new Guest(createStore()).inst
    expect(canon_backpressure_dec(other)).toThrow('backpressure counter overflow')
  })

  it('lets the first that waits look when it ends', () => {
    const { inst } = new Guest(createStore())
    const woken: string[] = []
    canon_backpressure_inc(inst)()
    canon_backpressure_inc(inst)()
    const waiting = (name: string) =>
      ({ ready: () => inst.backpressure === 0, wake: () => void woken.push(name) }) as Thread
    inst.wait_at_gate(waiting('first'), false)
    inst.wait_at_gate(waiting('second'), true)
    canon_backpressure_dec(inst)()
    expect(woken).toEqual([])
    canon_backpressure_dec(inst)()
    expect(woken).toEqual(['first'])
  })
})

describe('error contexts', () => {
  const create = (string_encoding: StringEncoding = 'utf8') => {
    const guest = new Guest(createStore())
    const opts = { ...guest.opts, string_encoding, realloc: () => 1000 }
    return {
      guest,
      make: canon_error_context_new(guest.inst, opts),
      message: canon_error_context_debug_message(guest.inst, opts),
      drop: canon_error_context_drop(guest.inst),
    }
  }

  it('keep their message', () => {
    const { guest, make, message, drop } = create()
    guest.put(50, ...new TextEncoder().encode('naïve'))
    const i = make(50, 6)
    message(i, 8)
    expect([...new Uint32Array(guest.bytes.buffer, 8, 2)]).toEqual([1000, 6])
    expect(new TextDecoder().decode(guest.bytes.subarray(1000, 1006))).toBe('naïve')
    drop(i)
    expect(() => message(i, 8)).toThrow(`unknown handle index ${i}`)
  })

  it('take tagged lengths', () => {
    const { guest, make, message } = create('latin1+utf16')
    guest.put(50, 0x61, 0x26)
    message(make(50, 0x80000001 | 0), 8)
    expect([...new Uint32Array(guest.bytes.buffer, 8, 2)]).toEqual([1000, 0x80000001])
    expect([...guest.bytes.subarray(1000, 1002)]).toEqual([0x61, 0x26])
  })

  it('trap outside of memory, and for other handles', () => {
    const { guest, make, message, drop } = create()
    expect(() => make(65530, 7)).toThrow('out-of-bounds')
    const i = make(0, 0)
    expect(() => message(i, 65532)).toThrow('out of bounds')
    expect(() => message(i, 2)).toThrow('unaligned pointer')
    const set = guest.inst.handles.add(new WaitableSet())
    expect(() => drop(set)).toThrow('handle is not an error-context')
    guest.inst.may_leave = false
    for (const builtin of [make, message, drop]) expect(() => builtin(i, 0)).toThrow('cannot leave')
  })
})
