import type { Component } from '../../src/index.js'
import { loadText } from './load-text.js'

/**
 * A component that uses a resource `thing` of the host: `make` constructs and `find` finds one, `rename` calls its
 * method, `same` hands it back, `give` gives it to the host's `keep`, `drop` drops it, and `hold` keeps its handle.
 */
export function thingsComponent(): Promise<Component> {
  return loadText(`(component
    (import "host" (instance $host
      (export "thing" (type $thing (sub resource)))
      (export "[constructor]thing" (func (param "name" u32) (result (own $thing))))
      (export "[method]thing.rename" (func (param "self" (borrow $thing)) (param "suffix" u32) (result u32)))
      (export "[static]thing.find" (func (param "name" u32) (result (own $thing))))
      (export "keep" (func (param "thing" (own $thing))))))
    (alias export $host "thing" (type $thing))
    (core func $constructor (canon lower (func $host "[constructor]thing")))
    (core func $rename (canon lower (func $host "[method]thing.rename")))
    (core func $find (canon lower (func $host "[static]thing.find")))
    (core func $keep (canon lower (func $host "keep")))
    (core func $drop (canon resource.drop $thing))
    (core module $Code
      (import "" "constructor" (func $constructor (param i32) (result i32)))
      (import "" "rename" (func $rename (param i32 i32) (result i32)))
      (import "" "find" (func $find (param i32) (result i32)))
      (import "" "keep" (func $keep (param i32)))
      (import "" "drop" (func $drop (param i32)))
      (func (export "rename") (param i32 i32) (result i32)
        (call $rename (local.get 0) (local.get 1))
        (call $drop (local.get 0)))
      (func (export "same") (param i32) (result i32) (local.get 0))
      (func (export "hold") (param i32))
      (export "make" (func $constructor))
      (export "find" (func $find))
      (export "give" (func $keep))
      (export "drop" (func $drop)))
    (core instance $code (instantiate $Code (with "" (instance
      (export "constructor" (func $constructor)) (export "rename" (func $rename)) (export "find" (func $find))
      (export "keep" (func $keep)) (export "drop" (func $drop))))))
    (func (export "make") (param "name" u32) (result (own $thing)) (canon lift (core func $code "make")))
    (func (export "find") (param "name" u32) (result (own $thing)) (canon lift (core func $code "find")))
    (func (export "rename") (param "thing" (borrow $thing)) (param "suffix" u32) (result u32)
      (canon lift (core func $code "rename")))
    (func (export "same") (param "thing" (own $thing)) (result (own $thing)) (canon lift (core func $code "same")))
    (func (export "give") (param "thing" (own $thing)) (canon lift (core func $code "give")))
    (func (export "hold") (param "thing" (own $thing)) (canon lift (core func $code "hold")))
    (func (export "drop") (param "thing" (own $thing)) (canon lift (core func $code "drop"))))`)
}
