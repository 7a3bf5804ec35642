import { expect, it } from 'vitest'
import { loadText } from './load-text.js'

interface Impatient {
  begin(things: unknown): void
  end(): void
  skip(things: unknown): void
}

/** `begin` starts a read of the stream and cancels it; `end` drops that stream, and `skip` one that nobody has read. */
async function impatient() {
  class Thing {
    disposed = 0

    readonly [Symbol.dispose] = (): void => {
      this.disposed++
    }
  }
  const component = await loadText(`(component
    (import "host" (instance $host (export "thing" (type $thing (sub resource)))))
    (alias export $host "thing" (type $thing))
    (type $things (stream (own $thing)))
    (core module $Memory (memory (export "memory") 1))
    (core instance $memory (instantiate $Memory))
    (core func $read (canon stream.read $things async (memory (core memory $memory "memory"))))
    (core func $cancel (canon stream.cancel-read $things async))
    (core func $drop (canon stream.drop-readable $things))
    (core module $Code
      (import "" "read" (func $read (param i32 i32 i32) (result i32)))
      (import "" "cancel" (func $cancel (param i32) (result i32)))
      (import "" "drop" (func $drop (param i32)))
      (global $stream (mut i32) (i32.const 0))
      (func (export "begin") (param i32)
        (global.set $stream (local.get 0))
        (drop (call $read (local.get 0) (i32.const 0) (i32.const 1)))
        (drop (call $cancel (local.get 0))))
      (func (export "skip") (param i32) (call $drop (local.get 0)))
      (func (export "end") (call $drop (global.get $stream))))
    (core instance $code (instantiate $Code (with "" (instance
      (export "read" (func $read)) (export "cancel" (func $cancel)) (export "drop" (func $drop))))))
    (func (export "begin") (param "things" $things) (canon lift (core func $code "begin")))
    (func (export "skip") (param "things" $things) (canon lift (core func $code "skip")))
    (func (export "end") (canon lift (core func $code "end"))))`)
  const { exports } = await component.instantiate({ host: { Thing } })
  return { ...(exports as unknown as Impatient), thing: new Thing() }
}

it('disposes of a resource that comes when the component has stopped waiting, and drops the stream', async () => {
  const { begin, end, thing } = await impatient()
  const pulled = Promise.resolve(thing)
  begin({ read: () => pulled })
  await pulled
  await new Promise(setImmediate)
  expect(thing.disposed).toBe(0)
  end()
  expect(thing.disposed).toBe(1)
})

it('disposes of a resource that comes when the component has dropped the stream', async () => {
  const { begin, end, thing } = await impatient()
  const { promise, resolve } = Promise.withResolvers<unknown>()
  begin({ read: () => promise })
  end()
  resolve(thing)
  await new Promise(setImmediate)
  expect(thing.disposed).toBe(1)
})

it('leaves alone what its host gave as a whole', async () => {
  const { skip, thing } = await impatient()
  skip([thing])
  expect(thing.disposed).toBe(0)
})
