import type { Component } from '../../src/index.js'
import { loadText } from './load-text.js'

/** Sizes in bytes of the types that streams are tested with. */
const elementSizes = { u8: 1, s8: 1, u16: 2, s32: 4, u64: 8, f64: 8, bool: 1, string: 8 } as const
export type ElementType = keyof typeof elementSizes

/**
 * A component that moves elements of its memory at address 65536, `chunk` at a time and with blocking built-ins:
 * - `produce(count, chunk)` gives a stream and writes `count` elements; `written()` tells how many were taken.
 * - `consume(stream, chunk)` reads to the end and gives the number of elements; `at(i)` tells byte `i` of them.
 * - `take(stream, count)` reads once and drops the stream; `cancel(stream)` starts a read, cancels it and drops the stream.
 * - `payload()` is what the last of their reads or writes returned.
 * - `same(stream)` gives the stream back. `trap(count)` gives a stream, writes `count` elements and traps.
 */
export function streamsComponent(type: ElementType): Promise<Component> {
  return loadText(`(component
    (type $elements (stream ${type}))
    (core module $Memory
      (memory (export "memory") 4)
      (global $next (mut i32) (i32.const 1024))
      (func (export "realloc") (param i32 i32 i32 i32) (result i32)
        (global.get $next)
        (global.set $next (i32.add (global.get $next) (i32.and (i32.add (local.get 3) (i32.const 7)) (i32.const -8)))))
      ${contents(type)})
    (core instance $memory (instantiate $Memory))
    (core module $Code
      (import "" "memory" (memory 4))
      (import "" "stream.new" (func $stream.new (result i64)))
      (import "" "stream.write" (func $stream.write (param i32 i32 i32) (result i32)))
      (import "" "stream.read" (func $stream.read (param i32 i32 i32) (result i32)))
      (import "" "stream.read-async" (func $stream.read-async (param i32 i32 i32) (result i32)))
      (import "" "stream.cancel-read" (func $stream.cancel-read (param i32) (result i32)))
      (import "" "stream.drop-writable" (func $stream.drop-writable (param i32)))
      (import "" "stream.drop-readable" (func $stream.drop-readable (param i32)))
      (import "" "return-stream" (func $return-stream (param i32)))
      (import "" "return-number" (func $return-number (param i32)))
      (global $written (mut i32) (i32.const 0))
      (global $payload (mut i32) (i32.const 0))

      (func (export "payload") (result i32) (global.get $payload))
      (func (export "written") (result i32) (global.get $written))
      (func (export "at") (param i32) (result i32) (i32.load8_u (i32.add (i32.const 65536) (local.get 0))))
      (func (export "same") (param i32) (call $return-stream (local.get 0)))

      (func $produce (export "produce") (param $count i32) (param $chunk i32)
        (call $stream.drop-writable (call $write (local.get $count) (local.get $chunk))))
      (func (export "trap") (param $count i32)
        (drop (call $write (local.get $count) (local.get $count)))
        unreachable)

      ;; Gives the writable end when all is written or the reader has gone.
      (func $write (param $count i32) (param $chunk i32) (result i32)
        (local $ends i64) (local $writable i32) (local $more i32) (local $payload i32)
        (global.set $written (i32.const 0))
        (local.set $ends (call $stream.new))
        (local.set $writable (i32.wrap_i64 (i64.shr_u (local.get $ends) (i64.const 32))))
        (call $return-stream (i32.wrap_i64 (local.get $ends)))
        (loop $again
          (local.set $more (i32.sub (local.get $count) (global.get $written)))
          (if (i32.eqz (local.get $more)) (then (return (local.get $writable))))
          (if (i32.gt_u (local.get $more) (local.get $chunk)) (then (local.set $more (local.get $chunk))))
          (local.set $payload (call $stream.write (local.get $writable)
            (i32.add (i32.const 65536) (i32.mul (i32.const ${elementSizes[type]}) (global.get $written)))
            (local.get $more)))
          (global.set $payload (local.get $payload))
          (global.set $written (i32.add (global.get $written) (i32.shr_u (local.get $payload) (i32.const 4))))
          (if (i32.and (local.get $payload) (i32.const 1 (; DROPPED ;))) (then (return (local.get $writable))))
          (br $again))
        unreachable)

      (func (export "consume") (param $readable i32) (param $chunk i32)
        (local $filled i32) (local $payload i32)
        (loop $again
          (local.set $payload (call $stream.read (local.get $readable)
            (i32.add (i32.const 65536) (i32.mul (i32.const ${elementSizes[type]}) (local.get $filled)))
            (local.get $chunk)))
          (local.set $filled (i32.add (local.get $filled) (i32.shr_u (local.get $payload) (i32.const 4))))
          (br_if $again (i32.eqz (i32.and (local.get $payload) (i32.const 15)))))
        (call $stream.drop-readable (local.get $readable))
        (call $return-number (local.get $filled)))

      (func (export "take") (param $readable i32) (param $count i32)
        (local $payload i32)
        (local.set $payload (call $stream.read (local.get $readable) (i32.const 65536) (local.get $count)))
        (global.set $payload (local.get $payload))
        (call $stream.drop-readable (local.get $readable))
        (call $return-number (i32.shr_u (local.get $payload) (i32.const 4))))

      (func (export "cancel") (param $readable i32)
        (if (i32.ne (call $stream.read-async (local.get $readable) (i32.const 65536) (i32.const 1)) (i32.const -1))
          (then unreachable))
        (call $return-number (call $stream.cancel-read (local.get $readable)))
        (call $stream.drop-readable (local.get $readable))))
    (core func $stream.new (canon stream.new $elements))
    (core func $stream.write (canon stream.write $elements
      (memory (core memory $memory "memory")) (realloc (core func $memory "realloc"))))
    (core func $stream.read (canon stream.read $elements
      (memory (core memory $memory "memory")) (realloc (core func $memory "realloc"))))
    (core func $stream.read-async (canon stream.read $elements async
      (memory (core memory $memory "memory")) (realloc (core func $memory "realloc"))))
    (core func $stream.cancel-read (canon stream.cancel-read $elements))
    (core func $stream.drop-writable (canon stream.drop-writable $elements))
    (core func $stream.drop-readable (canon stream.drop-readable $elements))
    (core func $return-stream (canon task.return (result $elements)))
    (core func $return-number (canon task.return (result u32)))
    (core instance $code (instantiate $Code (with "" (instance
      (export "memory" (memory $memory "memory"))
      (export "stream.new" (func $stream.new))
      (export "stream.write" (func $stream.write))
      (export "stream.read" (func $stream.read))
      (export "stream.read-async" (func $stream.read-async))
      (export "stream.cancel-read" (func $stream.cancel-read))
      (export "stream.drop-writable" (func $stream.drop-writable))
      (export "stream.drop-readable" (func $stream.drop-readable))
      (export "return-stream" (func $return-stream))
      (export "return-number" (func $return-number))))))
    (func (export "produce") async (param "count" u32) (param "chunk" u32) (result $elements)
      (canon lift (core func $code "produce") async))
    (func (export "trap") async (param "count" u32) (result $elements) (canon lift (core func $code "trap") async))
    (func (export "consume") async (param "elements" $elements) (param "chunk" u32) (result u32)
      (canon lift (core func $code "consume") async))
    (func (export "take") async (param "elements" $elements) (param "count" u32) (result u32)
      (canon lift (core func $code "take") async))
    (func (export "cancel") async (param "elements" $elements) (result u32)
      (canon lift (core func $code "cancel") async))
    (func (export "same") async (param "elements" $elements) (result $elements)
      (canon lift (core func $code "same") async))
    (func (export "payload") (result u32) (canon lift (core func $code "payload")))
    (func (export "written") (result u32) (canon lift (core func $code "written")))
    (func (export "at") (param "index" u32) (result u32) (canon lift (core func $code "at"))))`)
}

/** What lies at address 65536: bytes that count up from 0, or strings "s0", "s1" and so on up to "s9". */
function contents(type: ElementType): string {
  if (type !== 'string') {
    const bytes = Array.from({ length: 1024 }, (_, index) => (type === 'bool' ? index % 2 : index % 251))
    return `(data (i32.const 65536) "${bytes.map(hexEscape).join('')}")`
  }
  const places = Array.from({ length: 10 }, (_, index) => [512 + index * 2, 2].map(littleEndian).join(''))
  const texts = Array.from({ length: 10 }, (_, index) => `s${index}`)
  return `(data (i32.const 512) "${texts.join('')}") (data (i32.const 65536) "${places.join('')}")`
}

function littleEndian(value: number): string {
  return [0, 8, 16, 24].map((shift) => hexEscape((value >> shift) & 255)).join('')
}

function hexEscape(byte: number): string {
  return `\\${byte.toString(16).padStart(2, '0')}`
}
