import { expect, it } from 'vitest'
import { compileText } from '../support/parse.js'

const component = await compileText(`(component
  (type $units (stream))
  (type $unit (future))
  (import "source" (func $source (param "count" u32) (result $units)))
  (import "done" (func $done (result $unit)))
  (core module $Memory (memory (export "mem") 1))
  (core instance $memory (instantiate $Memory))
  (alias core export $memory "mem" (core memory $mem))
  (core func $source' (canon lower (func $source)))
  (core func $done' (canon lower (func $done)))
  (core func $stream.new (canon stream.new $units))
  (core func $stream.read (canon stream.read $units (memory $mem)))
  (core func $stream.write (canon stream.write $units (memory $mem)))
  (core func $stream.drop-readable (canon stream.drop-readable $units))
  (core func $stream.drop-writable (canon stream.drop-writable $units))
  (core func $future.new (canon future.new $unit))
  (core func $future.read (canon future.read $unit (memory $mem)))
  (core func $future.write (canon future.write $unit (memory $mem)))
  (core func $future.drop-readable (canon future.drop-readable $unit))
  (core func $future.drop-writable (canon future.drop-writable $unit))
  (core func $return (canon task.return (result (tuple $units $unit))))
  (core module $M
    (import "" "source" (func $source (param i32) (result i32)))
    (import "" "done" (func $done (result i32)))
    (import "" "stream.new" (func $stream.new (result i64)))
    (import "" "stream.read" (func $stream.read (param i32 i32 i32) (result i32)))
    (import "" "stream.write" (func $stream.write (param i32 i32 i32) (result i32)))
    (import "" "stream.drop-readable" (func $stream.drop-readable (param i32)))
    (import "" "stream.drop-writable" (func $stream.drop-writable (param i32)))
    (import "" "future.new" (func $future.new (result i64)))
    (import "" "future.read" (func $future.read (param i32 i32) (result i32)))
    (import "" "future.write" (func $future.write (param i32 i32) (result i32)))
    (import "" "future.drop-readable" (func $future.drop-readable (param i32)))
    (import "" "future.drop-writable" (func $future.drop-writable (param i32)))
    (import "" "return" (func $return (param i32 i32)))
    (func $writable (param $ends i64) (result i32) (i32.wrap_i64 (i64.shr_u (local.get $ends) (i64.const 32))))
    (func (export "produce") (param $count i32) (local $stream i64) (local $future i64)
      (local.set $stream (call $stream.new))
      (local.set $future (call $future.new))
      (call $return (i32.wrap_i64 (local.get $stream)) (i32.wrap_i64 (local.get $future)))
      (loop $again
        (local.set $count (i32.sub (local.get $count)
          (i32.shr_u (call $stream.write (call $writable (local.get $stream)) (i32.const 0) (local.get $count)) (i32.const 4))))
        (br_if $again (local.get $count)))
      (call $stream.drop-writable (call $writable (local.get $stream)))
      (drop (call $future.write (call $writable (local.get $future)) (i32.const 0)))
      (call $future.drop-writable (call $writable (local.get $future))))
    (func (export "consume") (param $count i32) (result i32)
      (local $stream i32) (local $future i32) (local $read i32) (local $payload i32)
      (local.set $stream (call $source (local.get $count)))
      (loop $again
        (local.set $payload (call $stream.read (local.get $stream) (i32.const 0) (i32.const 4)))
        (local.set $read (i32.add (local.get $read) (i32.shr_u (local.get $payload) (i32.const 4))))
        (br_if $again (i32.eqz (i32.and (local.get $payload) (i32.const 15)))))
      (call $stream.drop-readable (local.get $stream))
      (local.set $future (call $done))
      (if (call $future.read (local.get $future) (i32.const 0)) (then unreachable))
      (call $future.drop-readable (local.get $future))
      (local.get $read)))
  (core instance $m (instantiate $M (with "" (instance
    (export "source" (func $source')) (export "done" (func $done')) (export "return" (func $return))
    (export "stream.new" (func $stream.new)) (export "stream.read" (func $stream.read))
    (export "stream.write" (func $stream.write)) (export "stream.drop-readable" (func $stream.drop-readable))
    (export "stream.drop-writable" (func $stream.drop-writable)) (export "future.new" (func $future.new))
    (export "future.read" (func $future.read)) (export "future.write" (func $future.write))
    (export "future.drop-readable" (func $future.drop-readable))
    (export "future.drop-writable" (func $future.drop-writable))))))
  (func (export "produce") async (param "count" u32) (result (tuple $units $unit))
    (canon lift (core func $m "produce") async))
  (func (export "consume") async (param "count" u32) (result u32) (canon lift (core func $m "consume"))))`)

interface Exports {
  produce(count: number): Promise<[AsyncIterable<undefined>, PromiseLike<undefined>]>
  consume(count: number): Promise<number>
}

async function start(source: (count: number) => unknown): Promise<Exports> {
  const done = () => new Promise<void>((resolve) => setImmediate(resolve))
  return (await component.instantiate({ source, done })).exports as never
}

it('streams and futures of nothing go to JavaScript', async () => {
  const { produce } = await start(() => [])
  const [units, unit] = await produce(42)
  const read: unknown[] = []
  for await (const nothing of units) read.push(nothing)
  expect(read).toEqual(new Array(42).fill(undefined))
  expect(await unit).toBeUndefined()
})

it.each([
  ['an array', (count: number) => new Array(count).fill(undefined)],
  ['an array with holes', (count: number) => new Array(count)],
  [
    'a generator',
    function* (count: number) {
      while (count-- > 0) yield undefined
    },
  ],
  [
    'a ReadableStream',
    (count: number) =>
      new ReadableStream({
        pull: (controller) => (count-- > 0 ? controller.enqueue(undefined) : controller.close()),
      }),
  ],
])('streams and futures of nothing come from JavaScript: %s', async (_, source) => {
  const { consume } = await start(source)
  expect(await consume(42)).toBe(42)
})
