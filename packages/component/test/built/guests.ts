import { parse } from '@bytecodealliance/jco-transpile/wasm-tools'
import type { GuestName } from './surroundings.js'

const memory = `
  (core module $Memory
    (memory (export "memory") 2)
    (global $next (mut i32) (i32.const 1024))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32)
      (global.get $next)
      (global.set $next (i32.add (global.get $next) (local.get 3)))))
  (core instance $memory (instantiate $Memory))`

const inMemory = '(memory (core memory $memory "memory")) (realloc (core func $memory "realloc"))'

/**
 * Calls of every style: `add` is synchronous, `upper-case` waits for `look-up` of a synchronous type, `wait` blocks in
 * `later`, `wait-by-callback` does not block for it, `hang` waits for what never comes, `crash` traps.
 */
const calls = `(component
  (import "look-up" (func $look-up (param "key" string) (result string)))
  (import "later" (func $later async (param "value" u32) (result u32)))
  ${memory}
  (core func $look-up' (canon lower (func $look-up) ${inMemory}))
  (core func $later' (canon lower (func $later)))
  (core func $later-async (canon lower (func $later) async ${inMemory}))
  (core func $return (canon task.return (result u32)))
  (core func $set.new (canon waitable-set.new))
  (core func $join (canon waitable.join))
  (core func $subtask.drop (canon subtask.drop))
  (core module $Code
    (import "" "memory" (memory 1))
    (import "" "look-up" (func $look-up (param i32 i32 i32)))
    (import "" "later" (func $later (param i32) (result i32)))
    (import "" "later-async" (func $later-async (param i32 i32) (result i32)))
    (import "" "return" (func $return (param i32)))
    (import "" "set.new" (func $set.new (result i32)))
    (import "" "join" (func $join (param i32 i32)))
    (import "" "subtask.drop" (func $subtask.drop (param i32)))
    (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
    (func (export "upper-case") (param i32 i32) (result i32)
      (call $look-up (local.get 0) (local.get 1) (i32.const 16))
      (i32.const 16))
    (func (export "wait") (param i32) (result i32) (call $later (local.get 0)))
    (func (export "crash") unreachable)
    (func (export "hang") (result i32) (call $wait-on (call $set.new)))
    (func $wait-on (param $set i32) (result i32)
      (i32.or (i32.const 2 (; WAIT ;)) (i32.shl (local.get $set) (i32.const 4))))
    (func (export "wait-by-callback") (param i32) (result i32)
      (local $status i32) (local $set i32)
      (local.set $status (call $later-async (local.get 0) (i32.const 64)))
      (if (i32.eq (i32.and (local.get $status) (i32.const 15)) (i32.const 2 (; RETURNED ;)))
        (then (return (call $finish))))
      (local.set $set (call $set.new))
      (call $join (i32.shr_u (local.get $status) (i32.const 4)) (local.get $set))
      (call $wait-on (local.get $set)))
    (func $finish (result i32)
      (call $return (i32.load (i32.const 64)))
      (i32.const 0 (; EXIT ;)))
    (func (export "callback") (param $event i32) (param $subtask i32) (param i32) (result i32)
      (call $subtask.drop (local.get $subtask))
      (call $finish)))
  (core instance $code (instantiate $Code (with "" (instance
    (export "memory" (memory $memory "memory"))
    (export "look-up" (func $look-up'))
    (export "later" (func $later'))
    (export "later-async" (func $later-async))
    (export "return" (func $return))
    (export "set.new" (func $set.new))
    (export "join" (func $join))
    (export "subtask.drop" (func $subtask.drop))))))
  (func (export "add") (param "left" u32) (param "right" u32) (result u32) (canon lift (core func $code "add")))
  (func (export "upper-case") async (param "text" string) (result string)
    (canon lift (core func $code "upper-case") ${inMemory}))
  (func (export "wait") async (param "value" u32) (result u32) (canon lift (core func $code "wait")))
  (func (export "wait-by-callback") async (param "value" u32) (result u32)
    (canon lift (core func $code "wait-by-callback") async (callback (core func $code "callback"))))
  (func (export "hang") async (result u32)
    (canon lift (core func $code "hang") async (callback (core func $code "callback"))))
  (func (export "crash") (canon lift (core func $code "crash"))))`

/** Gives a stream with all bits of another one flipped. It never blocks: it is called back. */
const flip = `(component
  (type $bytes (stream u8))
  ${memory}
  (core func $new (canon stream.new $bytes))
  (core func $read (canon stream.read $bytes async ${inMemory}))
  (core func $write (canon stream.write $bytes async ${inMemory}))
  (core func $drop-readable (canon stream.drop-readable $bytes))
  (core func $drop-writable (canon stream.drop-writable $bytes))
  (core func $return (canon task.return (result $bytes)))
  (core func $set.new (canon waitable-set.new))
  (core func $join (canon waitable.join))
  (core module $Code
    (import "" "memory" (memory 1))
    (import "" "new" (func $new (result i64)))
    (import "" "read" (func $read (param i32 i32 i32) (result i32)))
    (import "" "write" (func $write (param i32 i32 i32) (result i32)))
    (import "" "drop-readable" (func $drop-readable (param i32)))
    (import "" "drop-writable" (func $drop-writable (param i32)))
    (import "" "return" (func $return (param i32)))
    (import "" "set.new" (func $set.new (result i32)))
    (import "" "join" (func $join (param i32 i32)))
    (global $readable (mut i32) (i32.const 0))
    (global $writable (mut i32) (i32.const 0))
    (global $set (mut i32) (i32.const 0))
    (global $length (mut i32) (i32.const 0))
    (global $written (mut i32) (i32.const 0))
    (global $ended (mut i32) (i32.const 0))
    (func (export "flip") (param $readable i32) (result i32) (local $ends i64)
      (local.set $ends (call $new))
      (global.set $readable (local.get $readable))
      (global.set $writable (i32.wrap_i64 (i64.shr_u (local.get $ends) (i64.const 32))))
      (global.set $set (call $set.new))
      (call $join (global.get $readable) (global.get $set))
      (call $join (global.get $writable) (global.get $set))
      (call $return (i32.wrap_i64 (local.get $ends)))
      (call $copy (i32.const 1) (call $read (global.get $readable) (i32.const 65536) (i32.const 4096))))
    (func (export "callback") (param $event i32) (param i32) (param $payload i32) (result i32)
      (call $copy (i32.eq (local.get $event) (i32.const 2 (; STREAM_READ ;))) (local.get $payload)))
    ;; Goes on with the outcome of a read, or of a write, until one has to wait.
    (func $copy (param $was-read i32) (param $payload i32) (result i32)
      (loop $again
        (if (i32.eq (local.get $payload) (i32.const -1 (; BLOCKED ;)))
          (then (return (i32.or (i32.const 2 (; WAIT ;)) (i32.shl (global.get $set) (i32.const 4))))))
        (if (local.get $was-read)
          (then
            (global.set $length (i32.shr_u (local.get $payload) (i32.const 4)))
            (global.set $ended (i32.and (local.get $payload) (i32.const 1 (; DROPPED ;))))
            (if (i32.eqz (global.get $length)) (then (return (call $end))))
            (call $flip)
            (global.set $written (i32.const 0)))
          (else
            (global.set $written (i32.add (global.get $written) (i32.shr_u (local.get $payload) (i32.const 4))))
            (if (i32.and (local.get $payload) (i32.const 1 (; DROPPED ;))) (then (return (call $end))))))
        (local.set $was-read (i32.eq (global.get $written) (global.get $length)))
        (if (i32.and (local.get $was-read) (global.get $ended)) (then (return (call $end))))
        (local.set $payload (if (result i32) (local.get $was-read)
          (then (call $read (global.get $readable) (i32.const 65536) (i32.const 4096)))
          (else (call $write (global.get $writable)
            (i32.add (i32.const 65536) (global.get $written))
            (i32.sub (global.get $length) (global.get $written))))))
        (br $again))
      unreachable)
    (func $flip (local $at i32)
      (loop $next
        (i32.store8 (i32.add (i32.const 65536) (local.get $at))
          (i32.xor (i32.const 255) (i32.load8_u (i32.add (i32.const 65536) (local.get $at)))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br_if $next (i32.lt_u (local.get $at) (global.get $length)))))
    (func $end (result i32)
      (call $drop-readable (global.get $readable))
      (call $drop-writable (global.get $writable))
      (i32.const 0 (; EXIT ;))))
  (core instance $code (instantiate $Code (with "" (instance
    (export "memory" (memory $memory "memory"))
    (export "new" (func $new))
    (export "read" (func $read))
    (export "write" (func $write))
    (export "drop-readable" (func $drop-readable))
    (export "drop-writable" (func $drop-writable))
    (export "return" (func $return))
    (export "set.new" (func $set.new))
    (export "join" (func $join))))))
  (func (export "flip") async (param "bytes" $bytes) (result $bytes)
    (canon lift (core func $code "flip") async (callback (core func $code "callback")))))`

/** Answers, but not before it has yielded. */
const pong = `(component
  (core func $return (canon task.return (result u32)))
  (core module $Code
    (import "" "return" (func $return (param i32)))
    (global $ball (mut i32) (i32.const 0))
    (func (export "hit") (param i32) (result i32)
      (global.set $ball (local.get 0))
      (i32.const 1 (; YIELD ;)))
    (func (export "callback") (param i32 i32 i32) (result i32)
      (call $return (global.get $ball))
      (i32.const 0 (; EXIT ;))))
  (core instance $code (instantiate $Code (with "" (instance (export "return" (func $return))))))
  (func (export "hit") async (param "ball" u32) (result u32)
    (canon lift (core func $code "hit") async (callback (core func $code "callback")))))`

/** Plays with `pong` and never stops; `hits` counts. */
const ping = `(component
  (import "hit" (func $hit async (param "ball" u32) (result u32)))
  ${memory}
  (core func $hit' (canon lower (func $hit) async ${inMemory}))
  (core func $set.new (canon waitable-set.new))
  (core func $join (canon waitable.join))
  (core func $subtask.drop (canon subtask.drop))
  (core module $Code
    (import "" "hit" (func $hit (param i32 i32) (result i32)))
    (import "" "set.new" (func $set.new (result i32)))
    (import "" "join" (func $join (param i32 i32)))
    (import "" "subtask.drop" (func $subtask.drop (param i32)))
    (global $set (mut i32) (i32.const 0))
    (global $hits (mut i32) (i32.const 0))
    (func (export "hits") (result i32) (global.get $hits))
    (func (export "play") (result i32)
      (global.set $set (call $set.new))
      (call $again))
    (func (export "callback") (param $event i32) (param $subtask i32) (param $state i32) (result i32)
      (if (i32.eq (local.get $state) (i32.const 2 (; RETURNED ;)))
        (then (call $subtask.drop (local.get $subtask)) (return (call $again))))
      (call $wait))
    (func $again (result i32)
      (global.set $hits (i32.add (global.get $hits) (i32.const 1)))
      (call $join
        (i32.shr_u (call $hit (global.get $hits) (i32.const 64)) (i32.const 4))
        (global.get $set))
      (call $wait))
    (func $wait (result i32) (i32.or (i32.const 2 (; WAIT ;)) (i32.shl (global.get $set) (i32.const 4)))))
  (core instance $code (instantiate $Code (with "" (instance
    (export "hit" (func $hit'))
    (export "set.new" (func $set.new))
    (export "join" (func $join))
    (export "subtask.drop" (func $subtask.drop))))))
  (func (export "hits") (result u32) (canon lift (core func $code "hits")))
  (func (export "play") async
    (canon lift (core func $code "play") async (callback (core func $code "callback")))))`

const large = `(component
  (core module $m
    (memory 1)
    (data "${'x'.repeat(9_000_000)}")
    (func (export "seven") (result i32) (i32.const 7)))
  (core instance $i (instantiate $m))
  (func (export "seven") (result u32) (canon lift (core func $i "seven"))))`

/** All guests as binaries. */
export async function assembleGuests(): Promise<Record<GuestName, Uint8Array<ArrayBuffer>>> {
  return {
    calls: await bytesOf(calls),
    flip: await bytesOf(flip),
    large: await bytesOf(large),
    ping: await bytesOf(ping),
    pong: await bytesOf(pong),
  }
}

/** The binary of a component's text, without the sources of the package: this is for tests of what is built. */
export async function bytesOf(text: string): Promise<Uint8Array<ArrayBuffer>> {
  return Uint8Array.from(await parse(text))
}
