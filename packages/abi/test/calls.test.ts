import { beforeEach, describe, expect, test } from 'vitest'
import { canon_subtask_drop } from '../src/canon-subtask.js'
import { canon_task_return } from '../src/canon-task.js'
import {
  canon_waitable_join,
  canon_waitable_set_new,
  canon_waitable_set_wait,
} from '../src/canon-waitable.js'
import { invoke } from '../src/host-call.js'
import { createHostFunction } from '../src/host-function.js'
import type { HostMapping } from '../src/host-mapping.js'
import { blocking } from '../src/stack-switching.js'
import { Store } from '../src/store.js'
import type { FuncType, ValType } from '../src/types.js'
import { CoreGuest } from './support/core-guest.js'

const u32: ValType = { kind: 'u32' }
const asyncU32: FuncType = { params: [{ label: 'x', type: u32 }], result: u32, async: true }
const syncU32: FuncType = { ...asyncU32, async: false }
const mapping = {} as HostMapping

let store: Store
let callee: CoreGuest
let caller: CoreGuest

beforeEach(() => {
  store = new Store()
  callee = new CoreGuest(store, 'callee')
  caller = new CoreGuest(store, 'caller')
})

/** Exports `now` (returns at once), `later` (yields first) and `sync`, each of which adds one. */
function loadCallee(): void {
  callee.load(
    `(module
      (import "" "return" (func $return (param i32)))
      (global $x (mut i32) (i32.const 0))
      (func (export "now") (param i32) (result i32)
        (call $return (i32.add (local.get 0) (i32.const 1))) (i32.const 0))
      (func (export "later") (param i32) (result i32)
        (global.set $x (local.get 0)) (i32.const 1))
      (func (export "callback") (param i32 i32 i32) (result i32)
        (call $return (i32.add (global.get $x) (i32.const 1))) (i32.const 0))
      (func (export "sync") (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
      (func (export "trap") (param i32) (result i32) unreachable))`,
    { return: canon_task_return(callee.inst, u32, callee.options()) },
  )
}

const callbackOptions = { async_: true, callback: 'callback' }

/** Exports `run` (calls the import and waits for it on a set) as a function that blocks. */
function loadCaller(target: ReturnType<CoreGuest['lift']>): void {
  const wait = canon_waitable_set_wait(caller.inst, false, caller.guest_memory)
  caller.load(
    `(module
      (import "" "memory" (memory 1))
      (import "" "call" (func $call (param i32 i32) (result i32)))
      (import "" "set" (func $set (result i32)))
      (import "" "join" (func $join (param i32 i32)))
      (import "" "wait" (func $wait (param i32 i32) (result i32)))
      (import "" "drop" (func $drop (param i32)))
      (func (export "run") (param i32) (result i32) (local $status i32) (local $s i32)
        (local.set $status (call $call (local.get 0) (i32.const 16)))
        (if (i32.ne (local.get $status) (i32.const 2))
          (then
            (local.set $s (call $set))
            (call $join (i32.shr_u (local.get $status) (i32.const 4)) (local.get $s))
            (if (i32.ne (call $wait (local.get $s) (i32.const 32)) (i32.const 1)) (then unreachable))
            (if (i32.ne (i32.load (i32.const 36)) (i32.const 2)) (then unreachable))
            (call $drop (i32.load (i32.const 32)))))
        (i32.load (i32.const 16))))`,
    {
      call: caller.lower(target, true),
      set: canon_waitable_set_new(caller.inst),
      join: canon_waitable_join(caller.inst),
      wait: blocking(store, { params: ['i32', 'i32'], results: ['i32'] }, wait),
      drop: canon_subtask_drop(caller.inst),
    },
  )
}

describe('the host calls', () => {
  beforeEach(loadCallee)

  test('a synchronous function', () => {
    expect(invoke(store, callee.lift('sync', syncU32), [41], mapping)).toBe(42)
  })

  test('an async function that returns at once, one that yields, and many', async () => {
    expect(await invoke(store, callee.lift('now', asyncU32, callbackOptions), [41], mapping)).toBe(42)
    const later = callee.lift('later', asyncU32, callbackOptions)
    expect(await invoke(store, later, [7], mapping)).toBe(8)
    const results = await Promise.all(Array.from({ length: 100 }, () => invoke(store, later, [1], mapping)))
    expect(results).toHaveLength(100)
  })

  test('a function that traps: the error names the place, and the instance cannot be entered again', async () => {
    const trapping = callee.lift('trap', asyncU32)
    await expect(invoke(store, trapping, [1], mapping)).rejects.toMatchObject({
      code: 'trap',
      rule: 'wasm `unreachable` instruction executed',
      componentPath: 'callee',
      export: 'trap',
    })
    expect(() => invoke(store, callee.lift('sync', syncU32), [1], mapping)).toThrow(
      'cannot enter component instance',
    )
  })

  test('a function that aborts: the error has what the instance tells of it', () => {
    const abort = { message: 'index out of range', file: 'guest.ts', line: 12, column: 5 }
    callee.inst.guest_abort = () => abort
    expect(() => invoke(store, callee.lift('trap', syncU32), [1], mapping)).toThrow(
      expect.objectContaining({ abort, componentPath: 'callee' }),
    )
    // What is no core trap is none of its aborts.
    expect(() => invoke(store, callee.lift('trap', syncU32), [1], mapping)).toThrow(
      expect.objectContaining({ rule: 'cannot enter component instance', abort: undefined }),
    )
  })

  test('with a wrong argument, which leaves the instance as it was', async () => {
    expect(() => invoke(store, callee.lift('sync', syncU32), ['x'], mapping)).toThrow(TypeError)
    await expect(
      invoke(store, callee.lift('later', asyncU32, callbackOptions), [-1], mapping),
    ).rejects.toThrow(RangeError)
    expect(invoke(store, callee.lift('sync', syncU32), [1], mapping)).toBe(2)
  })
})

describe('a guest calls', () => {
  beforeEach(loadCallee)

  test.each(['now', 'later'])('an async function of another and waits (%s)', async (name) => {
    loadCaller(callee.lift(name, asyncU32, callbackOptions))
    const run = caller.lift('run', asyncU32, { may_block: true })
    expect(await invoke(store, run, [5], mapping)).toBe(6)
    expect(await invoke(store, run, [6], mapping)).toBe(7)
    expect([callee.inst.threads.size, caller.inst.threads.size, store.calls.size]).toEqual([0, 0, 0])
  })

  test('a host function whose promise settles later', async () => {
    const { promise, resolve } = Promise.withResolvers<number>()
    loadCaller(createHostFunction({ store, ft: asyncU32, name: 'host', mapping, call: () => promise }))
    const result = invoke(store, caller.lift('run', asyncU32, { may_block: true }), [5], mapping)
    setTimeout(() => resolve(99), 5)
    expect(await result).toBe(99)
  })

  test('a host function that fails: the guest traps', async () => {
    const call = () => Promise.reject(new RangeError('no'))
    loadCaller(createHostFunction({ store, ft: asyncU32, name: 'host', mapping, call }))
    const result = invoke(store, caller.lift('run', asyncU32, { may_block: true }), [5], mapping)
    await expect(result).rejects.toMatchObject({ code: 'trap', rule: 'the host function host failed: no' })
  })

  test('a function that traps on a stack of its own: the reason arrives', async () => {
    loadCaller(callee.lift('trap', asyncU32, { may_block: true }))
    const result = invoke(store, caller.lift('run', asyncU32, { may_block: true }), [5], mapping)
    await expect(result).rejects.toMatchObject({ rule: 'wasm `unreachable` instruction executed' })
  })

  test('and waits for ever: a deadlock', async () => {
    callee.load(
      `(module (import "" "set" (func $set (result i32)))
        (func (export "f") (param i32) (result i32) (i32.or (i32.const 2) (i32.shl (call $set) (i32.const 4))))
        (func (export "callback") (param i32 i32 i32) (result i32) unreachable))`,
      { set: canon_waitable_set_new(callee.inst) },
    )
    loadCaller(callee.lift('f', asyncU32, callbackOptions))
    const result = invoke(store, caller.lift('run', asyncU32, { may_block: true }), [5], mapping)
    await expect(result).rejects.toMatchObject({
      rule: 'deadlock detected: event loop cannot make further progress',
    })
  })

  test('synchronously, something that would have to wait, without stack switching: the error says what', async () => {
    store = new Store({ stackSwitching: false })
    callee = new CoreGuest(store, 'callee')
    caller = new CoreGuest(store, 'caller')
    loadCallee()
    loadCaller(callee.lift('later', asyncU32, callbackOptions))
    const result = invoke(store, caller.lift('run', asyncU32, { may_block: true }), [5], mapping)
    await expect(result).rejects.toThrow(/cannot suspend|JSPI/)
  })
})
