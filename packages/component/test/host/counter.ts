import type { Component } from '../../src/index.js'
import { loadText } from './load-text.js'

/**
 * A component with a resource `counter`: constructor, methods `get` and `add`, static `sum`, and `dropped`, which tells
 * how many destructors ran. Counters that were dropped get the value 9999; a start of 13 makes the destructor trap.
 */
export function counterComponent(): Promise<Component> {
  return loadText(`(component
    (core module $Destructor
      (memory (export "memory") 1)
      (global $dropped (mut i32) (i32.const 0))
      (func (export "drop") (param $counter i32)
        (if (i32.eq (i32.load (local.get $counter)) (i32.const 13)) (then unreachable))
        (i32.store (local.get $counter) (i32.const 9999))
        (global.set $dropped (i32.add (global.get $dropped) (i32.const 1))))
      (func (export "dropped") (result i32) (global.get $dropped)))
    (core instance $destructor (instantiate $Destructor))
    (type $counter' (resource (rep i32) (dtor (core func $destructor "drop"))))
    (core func $new (canon resource.new $counter'))
    (core func $rep (canon resource.rep $counter'))
    (core func $drop (canon resource.drop $counter'))
    (core module $Code
      (import "" "memory" (memory 1))
      (import "" "new" (func $new (param i32) (result i32)))
      (import "" "rep" (func $rep (param i32) (result i32)))
      (import "" "drop" (func $drop (param i32)))
      (global $next (mut i32) (i32.const 16))
      (func (export "constructor") (param $start i32) (result i32)
        (global.set $next (i32.add (global.get $next) (i32.const 4)))
        (i32.store (global.get $next) (local.get $start))
        (call $new (global.get $next)))
      (func (export "get") (param $self i32) (result i32) (i32.load (local.get $self)))
      (func (export "add") (param $self i32) (param $more i32)
        (i32.store (local.get $self) (i32.add (i32.load (local.get $self)) (local.get $more))))
      (func (export "take") (param $handle i32) (result i32)
        (local $value i32)
        (local.set $value (i32.load (call $rep (local.get $handle))))
        (call $drop (local.get $handle))
        (local.get $value)))
    (core instance $code (instantiate $Code (with "" (instance
      (export "memory" (memory $destructor "memory"))
      (export "new" (func $new)) (export "rep" (func $rep)) (export "drop" (func $drop))))))
    (export $counter "counter" (type $counter'))
    (func (export "[constructor]counter") (param "start" u32) (result (own $counter))
      (canon lift (core func $code "constructor")))
    (func (export "[method]counter.get") (param "self" (borrow $counter)) (result u32)
      (canon lift (core func $code "get")))
    (func (export "[method]counter.slow-get") async (param "self" (borrow $counter)) (result u32)
      (canon lift (core func $code "get")))
    (func (export "[method]counter.add") (param "self" (borrow $counter)) (param "more" u32)
      (canon lift (core func $code "add")))
    (func (export "[static]counter.take") (param "counter" (own $counter)) (result u32)
      (canon lift (core func $code "take")))
    (func (export "dropped") (result u32) (canon lift (core func $destructor "dropped"))))`)
}
