import type { Component } from '../../src/index.js'
import { loadText } from './load-text.js'

/** How a future of a type gets a value to write, and what of it is told about one that was read. */
const parts = {
  u32: { store: '(i32.store (i32.const 64) (local.get $value))', load: '(i32.load (i32.const 64))' },
  // err of a u32 where the value is odd. What was read is told as value * 10 + case.
  '(result u32 (error u32))': {
    store: `(i32.store8 (i32.const 64) (i32.and (local.get $value) (i32.const 1)))
            (i32.store (i32.const 68) (local.get $value))`,
    load: `(i32.add (i32.mul (i32.load (i32.const 68)) (i32.const 10)) (i32.load8_u (i32.const 64)))`,
  },
} as const
export type FutureType = keyof typeof parts

/**
 * A component with blocking built-ins: `make(value)` gives a future and writes it, `written()` tells whether it was
 * taken (1) or dropped (2); `read(future)` gives what it got; `drop(future)` and `same(future)`; `trap()` gives
 * a future and traps.
 */
export function futuresComponent(type: FutureType): Promise<Component> {
  const { store, load } = parts[type]
  return loadText(`(component
    (type $value ${type})
    (type $future (future $value))
    (core module $Memory (memory (export "memory") 1))
    (core instance $memory (instantiate $Memory))
    (core module $Code
      (import "" "memory" (memory 1))
      (import "" "new" (func $new (result i64)))
      (import "" "write" (func $write (param i32 i32) (result i32)))
      (import "" "read" (func $read (param i32 i32) (result i32)))
      (import "" "drop-writable" (func $drop-writable (param i32)))
      (import "" "drop-readable" (func $drop-readable (param i32)))
      (import "" "return-future" (func $return-future (param i32)))
      (import "" "return-number" (func $return-number (param i32)))
      (global $written (mut i32) (i32.const 0))
      (func (export "written") (result i32) (global.get $written))
      (func $new-future (result i32)
        (local $ends i64)
        (local.set $ends (call $new))
        (call $return-future (i32.wrap_i64 (local.get $ends)))
        (i32.wrap_i64 (i64.shr_u (local.get $ends) (i64.const 32))))
      (func (export "make") (param $value i32)
        (local $writable i32)
        (local.set $writable (call $new-future))
        ${store}
        (global.set $written (i32.add (i32.const 1) (call $write (local.get $writable) (i32.const 64))))
        (call $drop-writable (local.get $writable)))
      (func (export "trap") (drop (call $new-future)) unreachable)
      (func (export "read") (param $readable i32)
        (if (call $read (local.get $readable) (i32.const 64)) (then unreachable))
        (call $drop-readable (local.get $readable))
        (call $return-number ${load}))
      (func (export "drop") (param $readable i32) (call $drop-readable (local.get $readable)))
      (func (export "same") (param $readable i32) (result i32) (local.get $readable)))
    (core func $new (canon future.new $future))
    (core func $write (canon future.write $future (memory (core memory $memory "memory"))))
    (core func $read (canon future.read $future (memory (core memory $memory "memory"))))
    (core func $drop-writable (canon future.drop-writable $future))
    (core func $drop-readable (canon future.drop-readable $future))
    (core func $return-future (canon task.return (result $future)))
    (core func $return-number (canon task.return (result u32)))
    (core instance $code (instantiate $Code (with "" (instance
      (export "memory" (memory $memory "memory"))
      (export "new" (func $new)) (export "write" (func $write)) (export "read" (func $read))
      (export "drop-writable" (func $drop-writable)) (export "drop-readable" (func $drop-readable))
      (export "return-future" (func $return-future)) (export "return-number" (func $return-number))))))
    (func (export "make") async (param "value" u32) (result $future) (canon lift (core func $code "make") async))
    (func (export "trap") async (result $future) (canon lift (core func $code "trap") async))
    (func (export "read") async (param "future" $future) (result u32) (canon lift (core func $code "read") async))
    (func (export "drop") (param "future" $future) (canon lift (core func $code "drop")))
    (func (export "same") (param "future" $future) (result $future) (canon lift (core func $code "same")))
    (func (export "written") (result u32) (canon lift (core func $code "written"))))`)
}
