/** Small components to compose, in text. */

const step = (name: string) => `test:calc/${name.includes('@') ? name : `${name}@0.3.0`}`

/**
 * Exports functions of one number under names of interfaces: each adds a constant, and what each of its imports makes
 * of the number. It counts its calls, so results tell instances that are shared from those that are not. Names without
 * versions are of 0.3.0.
 */
export function adder({
  constant,
  imports = [],
  exports,
}: {
  readonly constant: number
  readonly imports?: readonly string[]
  readonly exports: readonly string[]
}): string {
  const each = <Item>(items: readonly Item[], write: (item: Item, index: number) => string) =>
    items.map(write).join('\n')
  return `(component
    ${each(imports, (name, index) => `(import "${step(name)}" (instance $i${index} (export "run" (func (param "n" u32) (result u32)))))`)}
    ${each(imports, (_, index) => `(core func $f${index} (canon lower (func $i${index} "run")))`)}
    (core module $m
      ${each(imports, (_, index) => `(import "" "f${index}" (func $f${index} (param i32) (result i32)))`)}
      (global $calls (mut i32) (i32.const 0))
      (func (export "run") (param $n i32) (result i32)
        (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
        (i32.add (local.get $n) (i32.mul (global.get $calls) (i32.const ${constant})))
        ${each(imports, (_, index) => `(i32.add (call $f${index} (local.get $n)))`)}))
    (core instance $core (instantiate $m (with "" (instance
      ${each(imports, (_, index) => `(export "f${index}" (func $f${index}))`)}))))
    (func $run (param "n" u32) (result u32) (canon lift (core func $core "run")))
    (instance $api (export "run" (func $run)))
    ${each(exports, (name) => `(export "${step(name)}" (instance $api))`)})`
}

/**
 * Imports an interface with a resource, some of its functions, and an interface whose functions take that resource, as
 * bindings of `wasi:http/types` and `wasi:http/handler` look; exports the latter.
 */
export const middleware = (version: string, method: string) => `(component
  (type $types (instance
    (export "request" (type $request (sub resource)))
    (type $code' (enum "bad" "worse"))
    (export "code" (type $code (eq $code')))
    (export "[method]request.${method}" (func (param "self" (borrow $request)) (result (result u32 (error $code)))))))
  (import "test:web/types@${version}" (instance $types (type $types)))
  (alias export $types "request" (type $request))
  (alias export $types "code" (type $code))
  (type $handler (instance
    (export "request" (type $r (eq $request)))
    (export "code" (type $c (eq $code)))
    (export "handle" (func (param "request" (own $r)) (result (result u32 (error $c)))))))
  (import "test:web/handler@${version}" (instance $next (type $handler)))
  (core module $memory (memory (export "memory") 1))
  (core instance $memory (instantiate $memory))
  (alias core export $memory "memory" (core memory $memory))
  (core func $handle (canon lower (func $next "handle") (memory $memory)))
  (core func $look (canon lower (func $types "[method]request.${method}") (memory $memory)))
  (core module $m
    (import "" "handle" (func $handle (param i32 i32)))
    (import "" "look" (func $look (param i32 i32)))
    (import "" "memory" (memory 1))
    (func (export "handle") (param $request i32) (result i32)
      (call $look (local.get $request) (i32.const 8))
      (call $handle (local.get $request) (i32.const 16))
      (if (i32.eqz (i32.load8_u (i32.const 16))) (then
        (i32.store (i32.const 20) (i32.add (i32.load (i32.const 20)) (i32.load (i32.const 12))))))
      (i32.const 16)))
  (core instance $core (instantiate $m (with "" (instance
    (export "handle" (func $handle)) (export "look" (func $look)) (export "memory" (memory $memory))))))
  (type $result (result u32 (error $code)))
  (func $run (param "request" (own $request)) (result $result)
    (canon lift (core func $core "handle") (memory $memory)))
  (component $shape
    (import "request" (type $r (sub resource)))
    (type $code' (enum "bad" "worse"))
    (import "code" (type $c (eq $code')))
    (import "handle" (func $handle (param "request" (own $r)) (result (result u32 (error $c)))))
    (export $r2 "request" (type $r))
    (export $c2 "code" (type $c))
    (export "handle" (func $handle) (func (param "request" (own $r2)) (result (result u32 (error $c2))))))
  (instance $api (instantiate $shape
    (with "request" (type $request)) (with "code" (type $code)) (with "handle" (func $run))))
  (export "test:web/handler@${version}" (instance $api)))`

/** What `middleware` imports. */
export function web(seen: string[] = []): Record<string, unknown> {
  class Request {
    readonly size = 5
    length(): number {
      seen.push('length')
      return this.size
    }
    weight(): number {
      seen.push('weight')
      return 100
    }
  }
  const handle = (request: Request) => (request instanceof Request ? request.size : 0)
  return { 'test:web/types': { Request }, 'test:web/handler': { handle }, Request }
}

/** Exports functions and named types at its top level. */
export const planet = `(component
  (type $point' (record (field "x" u32) (field "y" u32)))
  (export $point "point" (type $point'))
  (type $line' (tuple $point $point))
  (export $line "line" (type $line'))
  (core module $m (func (export "sum") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1))))
  (core instance $i (instantiate $m))
  (func $sum (param "point" $point) (result u32) (canon lift (core func $i "sum")))
  (export "sum" (func $sum)))`

/** Imports and exports what `planet` has. */
export const orbit = `(component
  (type $point' (record (field "x" u32) (field "y" u32)))
  (import "point" (type $point (eq $point')))
  (import "sum" (func $sum (param "point" $point) (result u32)))
  (export $p "point" (type $point))
  (export "sum" (func $sum) (func (param "point" $p) (result u32))))`

const utf8Memory = `
  (core module $memory
    (memory (export "memory") 1)
    (global $end (mut i32) (i32.const 1024))
    (func (export "realloc") (param i32 i32 i32) (param $size i32) (result i32)
      (global.get $end)
      (global.set $end (i32.add (global.get $end) (local.get $size)))))
  (core instance $memory (instantiate $memory))
  (alias core export $memory "memory" (core memory $mem))
  (alias core export $memory "realloc" (core func $realloc))`

/** Gives back the text that it is given, with its last byte dropped. */
export const shortener = `(component ${utf8Memory}
  (core module $m (import "" "memory" (memory 1))
    (func (export "shorten") (param $at i32) (param $length i32) (result i32)
      (i32.store (i32.const 0) (local.get $at))
      (i32.store (i32.const 4) (i32.sub (local.get $length) (i32.const 1)))
      (i32.const 0)))
  (core instance $i (instantiate $m (with "" (instance (export "memory" (memory $mem))))))
  (func $shorten (param "text" string) (result string)
    (canon lift (core func $i "shorten") (memory $mem) (realloc $realloc)))
  (instance $api (export "shorten" (func $shorten)))
  (export "test:texts/api" (instance $api)))`

/** Has a text shortened twice. */
export const shortenTwice = `(component ${utf8Memory}
  (import "test:texts/api" (instance $api (export "shorten" (func (param "text" string) (result string)))))
  (core func $shorten (canon lower (func $api "shorten") (memory $mem) (realloc $realloc)))
  (core module $m (import "" "memory" (memory 1))
    (import "" "shorten" (func $shorten (param i32 i32 i32)))
    (func (export "run") (param i32 i32) (result i32)
      (call $shorten (local.get 0) (local.get 1) (i32.const 8))
      (call $shorten (i32.load (i32.const 8)) (i32.load (i32.const 12)) (i32.const 8))
      (i32.const 8)))
  (core instance $i (instantiate $m (with "" (instance
    (export "memory" (memory $mem)) (export "shorten" (func $shorten))))))
  (func (export "run") (param "text" string) (result string)
    (canon lift (core func $i "run") (memory $mem) (realloc $realloc))))`
