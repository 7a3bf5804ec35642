/** A component that counts what it is given: state, an interface with a version, and a string in its own memory. */
export const counter = (version = '0.3.0') => `(component
  (core module $m
    (global $sum (mut i32) (i32.const 0))
    (func (export "add") (param i32) (result i32)
      (global.set $sum (i32.add (global.get $sum) (local.get 0)))
      (global.get $sum)))
  (core instance $i (instantiate $m))
  (func $add (param "by" u32) (result u32) (canon lift (core func $i "add")))
  (instance $api (export "add-up" (func $add)))
  (export "test:math/counter@${version}" (instance $api)))`

/** Imports the counter's interface and exports a function that adds twice. */
export const twice = (version = '0.3.0') => `(component
  (import "test:math/counter@${version}" (instance $counter
    (export "add-up" (func (param "by" u32) (result u32)))))
  (core func $add (canon lower (func $counter "add-up")))
  (core module $m
    (import "" "add" (func $add (param i32) (result i32)))
    (func (export "twice") (param i32) (result i32)
      (drop (call $add (local.get 0)))
      (call $add (local.get 0))))
  (core instance $i (instantiate $m (with "" (instance (export "add" (func $add))))))
  (func (export "add-twice") (param "by" u32) (result u32) (canon lift (core func $i "twice"))))`

/** Makes handles of a resource of its own whose representation is what it was made of; destructors count. */
export const things = `(component
  (core module $state
    (global $dropped (mut i32) (i32.const 0))
    (func (export "drop") (param i32) (global.set $dropped (i32.add (global.get $dropped) (local.get 0))))
    (func (export "dropped") (result i32) (global.get $dropped)))
  (core instance $state (instantiate $state))
  (type $thing' (resource (rep i32) (dtor (core func $state "drop"))))
  (core func $new (canon resource.new $thing'))
  (core module $m
    (import "" "new" (func $new (param i32) (result i32)))
    (func (export "new") (param i32) (result i32) (call $new (local.get 0)))
    (func (export "size") (param i32) (result i32) (local.get 0)))
  (core instance $i (instantiate $m (with "" (instance (export "new" (func $new))))))
  (func $make (param "size" u32) (result (own $thing')) (canon lift (core func $i "new")))
  (func $size (param "self" (borrow $thing')) (result u32) (canon lift (core func $i "size")))
  (func $dropped (result u32) (canon lift (core func $state "dropped")))
  (component $shape
    (import "thing" (type $thing (sub resource)))
    (import "make" (func $make (param "size" u32) (result (own $thing))))
    (import "size" (func $size (param "self" (borrow $thing)) (result u32)))
    (import "dropped" (func $dropped (result u32)))
    (export $t "thing" (type $thing))
    (export "[constructor]thing" (func $make) (func (param "size" u32) (result (own $t))))
    (export "[method]thing.size" (func $size) (func (param "self" (borrow $t)) (result u32)))
    (export "dropped" (func $dropped)))
  (instance $api (instantiate $shape
    (with "thing" (type $thing')) (with "make" (func $make)) (with "size" (func $size))
    (with "dropped" (func $dropped))))
  (export "test:things/api@1.0.0" (instance $api)))`

/** Makes a thing, asks for its size, and drops it. */
export const thingUser = `(component
  (import "test:things/api@1.0.0" (instance $api
    (export "thing" (type $thing (sub resource)))
    (export "[constructor]thing" (func (param "size" u32) (result (own $thing))))
    (export "[method]thing.size" (func (param "self" (borrow $thing)) (result u32)))))
  (alias export $api "thing" (type $thing))
  (core func $make (canon lower (func $api "[constructor]thing")))
  (core func $size (canon lower (func $api "[method]thing.size")))
  (core func $drop (canon resource.drop $thing))
  (core module $m
    (import "" "make" (func $make (param i32) (result i32)))
    (import "" "size" (func $size (param i32) (result i32)))
    (import "" "drop" (func $drop (param i32)))
    (func (export "measure") (param i32) (result i32) (local $handle i32)
      (local.set $handle (call $make (local.get 0)))
      (call $size (local.get $handle))
      (call $drop (local.get $handle))))
  (core instance $i (instantiate $m (with "" (instance
    (export "make" (func $make)) (export "size" (func $size)) (export "drop" (func $drop))))))
  (func (export "measure") (param "size" u32) (result u32) (canon lift (core func $i "measure"))))`
