import type { Component } from '../../src/index.js'
import { loadText } from './load-text.js'

/**
 * A component that is lent a `counter`, a resource it imports, and lends it on to `look` or `slow-look`; both exports
 * give what those give.
 */
export function lenderComponent(): Promise<Component> {
  return loadText(`(component
    (import "counter" (type $counter (sub resource)))
    (import "look" (func $look (param "counter" (borrow $counter)) (result u32)))
    (import "slow-look" (func $slow-look async (param "counter" (borrow $counter)) (result u32)))
    (core func $look' (canon lower (func $look)))
    (core func $slow-look' (canon lower (func $slow-look)))
    (core func $drop (canon resource.drop $counter))
    (core module $Code
      (import "" "look" (func $look (param i32) (result i32)))
      (import "" "slow-look" (func $slow-look (param i32) (result i32)))
      (import "" "drop" (func $drop (param i32)))
      (func (export "show") (param $counter i32) (result i32)
        (call $look (local.get $counter))
        (call $drop (local.get $counter)))
      (func (export "slow-show") (param $counter i32) (result i32)
        (call $slow-look (local.get $counter))
        (call $drop (local.get $counter))))
    (core instance $code (instantiate $Code (with "" (instance
      (export "look" (func $look')) (export "slow-look" (func $slow-look')) (export "drop" (func $drop))))))
    (func (export "show") (param "counter" (borrow $counter)) (result u32)
      (canon lift (core func $code "show")))
    (func (export "slow-show") async (param "counter" (borrow $counter)) (result u32)
      (canon lift (core func $code "slow-show"))))`)
}
