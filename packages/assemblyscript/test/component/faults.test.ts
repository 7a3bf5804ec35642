import type { Instance } from '@weft/component'
import { TrapError } from '@weft/core'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildGuest } from './build-guest.js'

const wit = `
  import later: async func(value: u32) -> u32;
  import never: async func();
  resource thing { constructor(); }
  import take: func(of: thing);
  import take-later: async func(of: thing);
  export throws: func(value: u32) -> u32;
  export throws-async: async func(value: u32) -> u32;
  export throws-blocking: async func(value: u32) -> u32;
  export throws-early: async func(value: u32) -> u32;
  export throws-task: async func(value: u32) -> u32;
  export unreturned: async func() -> u32;
  export unreturned-early: async func() -> u32;
  export unreturned-task: async func() -> u32;
  export twice: async func() -> u32;
  export twice-early: async func() -> u32;
  export twice-task: async func() -> u32;
  export other: async func() -> u32;
  export waits: async func() -> u32;
  export waits-blocking: async func() -> u32;
  export waits-task: async func() -> u32;
  export starves: async func() -> u32;
  export forgets: async func() -> u32;
  export forgets-task: async func() -> u32;
  export forgets-blocking: async func() -> u32;
  export drops-unwritten: async func() -> future<u32>;
  export writes-twice: async func() -> future<u32>;
  export allocates: async func(bytes: u32) -> u32;
  export allocates-large: func(bytes: u32) -> u32;
  export array-index: func(index: s32) -> u32;
  export typed-index: func(index: s32) -> u32;
  export chunk-index: func(index: s32) -> u32;
  export chunk-set: func(index: s32) -> u32;
  export chunk-length: func(length: s32) -> u32;
  export chunk-push: func(count: s32) -> u32;
  export reads-dropped: async func(source: stream<u8>) -> u32;
  export reads-twice: async func(source: stream<u8>) -> u32;
  export writes-busy: async func() -> stream<u8>;
  export gives-busy: async func(source: stream<u8>) -> stream<u8>;
  export gives-twice: async func(source: stream<u8>) -> tuple<stream<u8>, stream<u8>>;
  export gives-resource-twice: func();
  export gives-resource-twice-later: async func();
  export uses-given: async func();
  export shares-promise: async func() -> u32;
  export shares-call: async func() -> u32;
  export value-too-soon: async func() -> u32;
  export wrong-payload: func() -> u32;
  export text-halves: func() -> string;
  export deep: async func(frames: u32) -> u32;
  export cancels-uncancelled: async func() -> u32;
`

const source = `import { Call, Chunk, Future, Poll, Promise, Result, Stream, Task, Tuple2, yieldNow } from '@weft/assemblyscript/assembly/component'
import { Thing, later, never, take, takeLater, returnUnreturnedEarly, returnTwice, returnTwiceEarly, returnTwiceTask, returnOther, returnWaits, returnThrowsTask, returnThrowsEarly, returnDropsUnwritten, returnWritesTwice, returnWritesBusy, returnForgets, returnForgetsTask } from './gen/guest'
import { createU32Future, createU8Stream } from './gen/streams'

function check(value: u32): u32 {
  if (value == 13) throw new Error('not ' + value.toString())
  return value
}
export function throws(value: u32): u32 { return check(value) }
export async function throwsAsync(value: u32): Promise<u32> { return check(await later(value)) }
export function throwsBlocking(value: u32): u32 { return check(later(value).wait()) }
export function throwsEarly(value: u32): void { check(later(value).wait()); returnThrowsEarly(value) }
export class ThrowsTask extends Task {
  private call: Call<u32> | null = null
  constructor(readonly value: u32) { super() }
  resume(): Poll {
    if (this.call === null) this.call = later(this.value)
    if (!this.ready(this.call!, 1)) return Poll.Pending
    returnThrowsTask(check(this.value))
    return Poll.Done
  }
}

export async function unreturned(): Promise<void> { await later(1) }
export function unreturnedEarly(): void { if (later(1).wait() == 2) returnUnreturnedEarly(1) }
export class UnreturnedTask extends Task { resume(): Poll { return Poll.Done } }

export async function twice(): Promise<void> { returnTwice(1); await later(1); returnTwice(2) }
export function twiceEarly(): void { returnTwiceEarly(1); later(1).wait(); returnTwiceEarly(2) }
export class TwiceTask extends Task { resume(): Poll { returnTwiceTask(1); returnTwiceTask(2); return Poll.Done } }
export async function other(): Promise<void> { returnWaits(1) }

export async function waits(): Promise<u32> { await never(); return 1 }
export function waitsBlocking(): u32 { never().wait(); return 1 }
export class WaitsTask extends Task { resume(): Poll { return this.ready(never(), 1) ? Poll.Done : Poll.Pending } }
export async function starves(): Promise<u32> { const pair = createU8Stream(); await pair.reader.read(new Chunk<u8>(1)); return 1 }

export async function forgets(): Promise<void> { later(1); returnForgets(7) }
export class ForgetsTask extends Task { resume(): Poll { later(1); returnForgetsTask(7); return Poll.Done } }
export function forgetsBlocking(): u32 { later(1); return 7 }

export async function dropsUnwritten(): Promise<void> { const pair = createU32Future(); returnDropsUnwritten(pair.reader); pair.writer.drop() }
export async function writesTwice(): Promise<void> { const pair = createU32Future(); returnWritesTwice(pair.reader); await pair.writer.write(1); await pair.writer.write(2) }

export async function allocates(bytes: u32): Promise<u32> { const kept = new Array<Uint8Array>(); for (;;) { kept.push(new Uint8Array(bytes)); if (kept.length < 0) await later(1) } return kept.length }
export function allocatesLarge(bytes: u32): u32 { return new StaticArray<u8>(bytes).length }

export function arrayIndex(index: i32): u32 { return [1, 2, 3][index] }
export function typedIndex(index: i32): u32 { return new Uint8Array(4)[index] }
export function chunkIndex(index: i32): u32 { const chunk = new Chunk<u8>(4); chunk.push(5); return chunk[index] }
export function chunkSet(index: i32): u32 { const chunk = new Chunk<u8>(4); chunk.push(5); chunk[index] = 1; return 1 }
export function chunkLength(length: i32): u32 { const chunk = new Chunk<u8>(4); chunk.length = 4; chunk.length = length; return chunk.length }
export function chunkPush(count: i32): u32 { const chunk = new Chunk<u8>(4); for (let i = 0; i < count; i++) chunk.push(1); return chunk.length }

export async function readsDropped(source: Stream<u8>): Promise<u32> { source.drop(); await source.read(new Chunk<u8>(1)); return 1 }
export async function readsTwice(source: Stream<u8>): Promise<u32> { source.read(new Chunk<u8>(1)); source.read(new Chunk<u8>(1)); return 1 }
export async function writesBusy(): Promise<void> { const pair = createU8Stream(); returnWritesBusy(pair.reader); const chunk = Chunk.of<u8>([1, 2]); pair.writer.write(chunk); pair.writer.write(chunk) }
export async function givesBusy(source: Stream<u8>): Promise<Stream<u8>> { source.read(new Chunk<u8>(1)); return source }
export async function givesTwice(source: Stream<u8>): Promise<Tuple2<Stream<u8>, Stream<u8>>> { return new Tuple2<Stream<u8>, Stream<u8>>(source, source) }
export function givesResourceTwice(): void { const thing = new Thing(); take(thing); take(thing) }
export async function givesResourceTwiceLater(): Promise<void> { const thing = new Thing(); await takeLater(thing); await takeLater(thing) }
export async function usesGiven(): Promise<void> { const thing = new Thing(); thing.drop(); take(thing) }

async function two(): Promise<u32> { return (await later(1)) + (await later(1)) }
let promise: Promise<u32> | null = null
export async function sharesPromise(): Promise<u32> { if (promise === null) promise = two(); return await promise! }
let call: Call<u32> | null = null
export async function sharesCall(): Promise<u32> { if (call === null) call = later(1); return await call! }
export async function valueTooSoon(): Promise<u32> { return later(1).value }
export function wrongPayload(): u32 { return Result.err<u32, string>('no').value }
export function textHalves(): string { return String.fromCharCode(0xd800) + 'x' }
export async function deep(frames: u32): Promise<u32> { return frames == 0 ? await later(0) : (await deep(frames - 1)) + 1 }
export async function cancelsUncancelled(): Promise<void> { Task.current!.cancel() }
`

const lineOf = (text: string) => source.slice(0, source.indexOf(text)).split('\n').length

describe('a guest with a fault', () => {
  let make: () => Promise<Record<string, (...values: readonly unknown[]) => unknown>>

  beforeAll(async () => {
    const guest = await buildGuest({ wit, source })
    class Thing {}
    const host = {
      Thing,
      take: () => undefined,
      takeLater: async () => undefined,
      later: async (value: number) => await new Promise((resolve) => setImmediate(() => resolve(value))),
      never: () => new Promise(() => undefined),
    }
    make = async () => {
      const { exports }: Instance = await guest.instantiate(host)
      return exports as Record<string, (...values: readonly unknown[]) => unknown>
    }
  })

  async function trapOf(name: string, ...values: readonly unknown[]): Promise<TrapError> {
    const exports = await make()
    try {
      const result = await exports[name]!(...values)
      // What is wrong with a stream or future shows when it is read, at the latest.
      if (result !== null && typeof result === 'object') await (result as { read(): Promise<unknown> }).read()
    } catch (error) {
      if (error instanceof TrapError) return error
      throw error
    }
    throw new Error(`${name} did not trap`)
  }

  test.each(['throws', 'throwsAsync', 'throwsBlocking', 'throwsEarly', 'throwsTask'])(
    '%s: the host sees what, and where',
    async (name) => {
      const exports = await make()
      expect(await exports[name]!(12)).toBe(12)
      const { abort } = await trapOf(name, 13)
      expect(abort).toMatchObject({
        message: 'not 13',
        file: 'main.ts',
        line: lineOf("throw new Error('not '"),
        column: expect.any(Number),
      })
    },
  )

  test.each([
    ['unreturned', 'an export ended without returning'],
    ['unreturnedEarly', 'an export ended without returning'],
    ['unreturnedTask', 'an export ended without returning'],
    ['twiceTask', 'an export returned twice'],
    ['other', 'another export runs than the one that returns'],
    ['dropsUnwritten', 'a future must be written before its writable end is dropped'],
    ['valueTooSoon', 'the call has not returned yet'],
    ['wrongPayload', 'the result is an error: look at `isOk` before `value`'],
    ['writesBusy', 'the stream or future is busy: wait for what was begun there before'],
    ['givesResourceTwice', 'the resource was dropped or given away'],
    ['givesResourceTwiceLater', 'the resource was dropped or given away'],
    ['usesGiven', 'the resource was dropped or given away'],
    ['cancelsUncancelled', 'a task can acknowledge a cancellation only after it was cancelled'],
  ])('%s: %s', async (name, message) => {
    expect((await trapOf(name)).abort?.message).toBe(message)
  })

  // The call has its result by then.
  test.each([
    ['twice', 'an export returned twice'],
    ['twiceEarly', 'an export returned twice'],
    ['writesTwice', 'the stream or future was given away or dropped already'],
  ])('%s: other calls end with it: %s', async (name, message) => {
    const exports = await make()
    const pending = exports.waits!()
    const result = await exports[name]!()
    if (name === 'writesTwice') await (result as { read(): Promise<unknown> }).read()
    await expect(pending).rejects.toMatchObject({ abort: { message } })
  })

  test.each([
    ['readsDropped', 'the stream or future was given away or dropped already'],
    ['readsTwice', 'the stream or future is busy: wait for what was begun there before'],
    ['givesBusy', 'the stream or future is busy: wait for what was begun there before'],
    ['givesTwice', 'the stream or future was given away or dropped already'],
  ])('%s: %s', async (name, message) => {
    expect((await trapOf(name, neverEnding())).abort?.message).toBe(message)
  })

  test.each([
    ['arrayIndex', 3],
    ['arrayIndex', -1],
    ['typedIndex', 4],
    ['chunkIndex', 1],
    ['chunkIndex', -1],
    ['chunkSet', 4],
    ['chunkSet', -1],
    ['chunkPush', 5],
    ['chunkLength', 5],
    ['chunkLength', -1],
  ])('%s(%i): out of range', async (name, index) => {
    expect((await trapOf(name, index)).abort?.message).toMatch(/out of range/i)
  })

  test.each([
    ['allocates', 2 ** 20],
    ['allocates', 2 ** 26],
    ['allocatesLarge', 2 ** 31 - 1],
    ['allocatesLarge', 2 ** 32 - 1],
  ])('%s(%i): out of memory', async (name, bytes) => {
    expect((await trapOf(name, bytes)).abort?.message).toMatch(/out of memory|length/i)
  })

  test.each(['waits', 'waitsBlocking', 'waitsTask'])(
    '%s for ever: the call is pending as long as the host is',
    async (name) => {
      const exports = await make()
      const ended = await Promise.race([
        exports[name]!(),
        new Promise((resolve) => setTimeout(resolve, 20, 'pending')),
      ])
      expect(ended).toBe('pending')
    },
  )

  test('starves: a deadlock is told', async () => {
    expect((await trapOf('starves')).message).toContain('deadlock')
  })

  test.each(['forgets', 'forgetsTask', 'forgetsBlocking'])(
    '%s: the call of the import ends before the task',
    async (name) => {
      const exports = await make()
      expect(await exports[name]!()).toBe(7)
      expect(await exports[name]!()).toBe(7)
    },
  )

  test.each(['sharesPromise', 'sharesCall'])(
    '%s: what one call has begun, another cannot await',
    async (name) => {
      const exports = await make()
      const [, second] = await Promise.allSettled([exports[name]!(), exports[name]!()])
      expect(second).toMatchObject({
        reason: { abort: { message: 'a call awaited what another call has begun' } },
      })
    },
  )

  test('a string with half of a surrogate pair is refused', async () => {
    expect((await trapOf('textHalves')).message).toMatch(/surrogate|utf-?16|unicode/i)
  })

  test('async functions call each other 1,000 deep; too deep is said', async () => {
    const exports = await make()
    expect(await exports.deep!(1000)).toBe(1000)
    expect((await trapOf('deep', 8000)).abort?.message).toBe(
      'an await lies too deep in async functions that call each other',
    )
  })
})

async function* neverEnding() {
  await new Promise(() => undefined)
  yield 1
}
