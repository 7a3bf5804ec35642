import { expect, test } from 'vitest'
import { canon_stream_new, canon_stream_read, canon_stream_write } from '../src/canon-stream.js'
import { canon_task_return } from '../src/canon-task.js'
import {
  canon_waitable_join,
  canon_waitable_set_new,
  canon_waitable_set_wait,
} from '../src/canon-waitable.js'
import { invoke } from '../src/host-call.js'
import type { HostMapping } from '../src/host-mapping.js'
import { Store } from '../src/store.js'
import type { FuncType, ValType } from '../src/types.js'
import { CoreGuest } from './support/core-guest.js'

const u32: ValType = { kind: 'u32' }
const ft: FuncType = { params: [{ label: 'x', type: u32 }], result: u32, async: true }
const mapping = {} as HostMapping

test.each([false, true])(
  'without stack switching, who waits runs those who have yielded: host busy %s',
  async (isBusy) => {
    const store = new Store({ stackSwitching: false })
    const guest = new CoreGuest(store, 'guest')
    const stream = { kind: 'stream', element: { kind: 'u8' } } as const
    guest.load(
      `(module
      (import "" "memory" (memory 1))
      (import "" "return" (func $return (param i32)))
      (import "" "new" (func $new (result i64)))
      (import "" "read" (func $read (param i32 i32 i32) (result i32)))
      (import "" "write" (func $write (param i32 i32 i32) (result i32)))
      (import "" "set" (func $set (result i32)))
      (import "" "join" (func $join (param i32 i32)))
      (import "" "wait" (func $wait (param i32 i32) (result i32)))
      (global $ends (mut i64) (i64.const 0))
      (func (export "later") (param i32) (result i32) (i32.const 1))
      (func (export "callback") (param i32 i32 i32) (result i32)
        (drop (call $write (i32.wrap_i64 (i64.shr_u (global.get $ends) (i64.const 32))) (i32.const 64) (i32.const 1)))
        (call $return (i32.const 1)) (i32.const 0))
      (func (export "wait") (param i32) (local $set i32)
        (global.set $ends (call $new))
        (drop (call $read (i32.wrap_i64 (global.get $ends)) (i32.const 32) (i32.const 1)))
        (local.set $set (call $set))
        (call $join (i32.wrap_i64 (global.get $ends)) (local.get $set))
        (call $return (call $wait (local.get $set) (i32.const 0)))))`,
      {
        return: canon_task_return(guest.inst, u32, guest.options()),
        new: canon_stream_new(guest.inst, stream),
        read: canon_stream_read(guest.inst, stream, guest.options({ async_: true })),
        write: canon_stream_write(guest.inst, stream, guest.options({ async_: true })),
        set: canon_waitable_set_new(guest.inst),
        join: canon_waitable_join(guest.inst),
        wait: canon_waitable_set_wait(guest.inst, false, guest.guest_memory),
      },
    )
    if (isBusy) store.host_began()
    const yielded = invoke(
      store,
      guest.lift('later', ft, { async_: true, callback: 'callback' }),
      [0],
      mapping,
    )
    const streamRead = 2
    expect(await invoke(store, guest.lift('wait', ft, { async_: true }), [0], mapping)).toBe(streamRead)
    expect(await yielded).toBe(1)
  },
)
