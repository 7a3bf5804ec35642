import type { Component } from '@weft/component'
import { link } from '@weft/component'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildGuest } from './build-guest.js'

type Exports = Record<string, (...values: readonly unknown[]) => unknown>

const later = (value: unknown) => new Promise((resolve) => setImmediate(() => resolve(value)))

describe('waiting', () => {
  let make: () => Promise<Exports>

  beforeAll(async () => {
    const guest = await buildGuest({ wit, source })
    make = async () => {
      const host = {
        later: (value: unknown) => later(value),
        atOnce: (value: unknown) => value,
        steps: async (count: number) => {
          for (let i = 0; i < count; i++) await later(i)
          return count
        },
        name: (value: number) => later(`name ${value}`),
      }
      return (await guest.instantiate(host)).exports as Exports
    }
  })

  test.each([
    ['syncStartsReady', 5],
    ['blockingStartsSlow', 7],
    ['blockingYields', 3],
    ['blockingAwaitsYielding', 5],
    ['taskReadsFutureAtOnce', 9],
    ['taskCancelsWhatItAwaits', 7],
    ['locals', 'i64 -5 f32 1.5 f64 2.25 v128 7 text array 3 map 4 u8 255 bool true'],
    ['temporaries', 'a1b2c3'],
    ['samePromise', 22],
    ['selectReady', 0],
    ['selectFirst', 1],
    ['raceFirst', 1],
    ['loops', 45],
    ['nested', 1111],
    ['methods', 42],
    ['generics', 'text 8'],
    ['conditions', 'first second'],
    ['floats', 0],
  ])('%s gives %s', async (name, result) => {
    const exports = await make()
    expect(await exports[name]!()).toBe(result)
    expect(await exports[name]!()).toBe(result)
  })

  test('promises that nobody awaits go on until they are over', async () => {
    const exports = await make()
    await exports.floats!()
    await exports.pause!(20)
    expect(exports.floated!()).toBe(3)
  })

  test('a call goes on long after it has returned', async () => {
    const exports = await make()
    expect(await exports.returnsEarly!(50)).toBe(1)
    expect(exports.progress!()).toBeLessThan(50)
    await exports.pause!(200)
    expect(exports.progress!()).toBe(50)
  })

  test.each(['concurrent', 'concurrentTask'])('10,000 calls at once: %s', async (name) => {
    const exports = await make()
    const values = Array.from({ length: 10_000 }, (_, index) => index)
    expect(await Promise.all(values.map((value) => exports[name]!(value)))).toEqual(
      values.map((value) => value * 2),
    )
  })

  test('1,000 blocking calls at once', async () => {
    const exports = await make()
    const values = Array.from({ length: 1000 }, (_, index) => index)
    expect(await Promise.all(values.map((value) => exports.concurrentBlocking!(value)))).toEqual(
      values.map((value) => value * 2),
    )
  })

  test('calls wait outside while there is backpressure', async () => {
    const exports = await make()
    const order: string[] = []
    const first = (exports.holdsOthers!(5) as Promise<unknown>).then(() => order.push('first'))
    const second = (exports.concurrent!(1) as Promise<unknown>).then(() => order.push('second'))
    await Promise.all([first, second])
    expect(order).toEqual(['first', 'second'])
  })

  test('streams of records, strings and without payload; empty writes; futures', async () => {
    const exports = await make()
    expect(await collect(await exports.points!())).toEqual([
      { x: 1, name: 'p1' },
      { x: 2, name: 'p2' },
      { x: 3, name: 'p3' },
    ])
    expect(await collect(await exports.names!())).toEqual(['ä€𝄞', '', 'last'])
    expect(await exports.joinNames!(['ä€', '𝄞', ''])).toBe('ä€,𝄞,')
    expect(await exports.countUnits!([undefined, undefined, undefined])).toBe(3)
    expect(await ((await exports.futureText!()) as { read(): Promise<unknown> }).read()).toBe('made 12345')
    expect(await ((await exports.futureNumber!()) as { read(): Promise<unknown> }).read()).toBe(8)
    expect(
      await exports.readFutures!(
        Promise.resolve('ä'),
        Promise.resolve(undefined),
        Promise.resolve({ x: 4, name: 'n' }),
      ),
    ).toBe('ä 4 n')
  })

  test('a reader that goes away ends the writer', async () => {
    const exports = await make()
    const reader = (await exports.endless!()) as AsyncIterable<Uint8Array>
    for await (const chunk of reader) {
      expect(chunk.length).toBeGreaterThan(0)
      break
    }
    await exports.pause!(20)
    expect(exports.endlessEnded!()).toBe(true)
  })
})

describe('cancelling', () => {
  let caller: Component
  let callee: Component

  beforeAll(async () => {
    callee = await buildGuest({ wit: calleeWit, source: calleeSource })
    caller = await buildGuest({ wit: callerWit, source: callerSource })
  })

  const make = async () =>
    (
      await link({ plug: callee, socket: caller }).instantiate({
        steps: async (count: number) => {
          for (let i = 0; i < count; i++) await later(i)
          return count
        },
      })
    ).exports as Exports

  test.each([
    ['acknowledged', 'cancelled'],
    ['ignored', 'returned 3'],
    ['acknowledgedByTask', 'cancelled'],
    ['selected', 'cancelled'],
    ['after', 'returned 1'],
  ])('%s: the caller sees %s', async (name, seen) => {
    const exports = await make()
    expect(await exports[name]!()).toBe(seen)
    expect(await exports[name]!()).toBe(seen)
  })
})

async function collect(reader: unknown): Promise<unknown[]> {
  const found: unknown[] = []
  for await (const item of reader as AsyncIterable<unknown>) found.push(item)
  return found
}

const wit = `
  record point { x: u32, name: string }
  import later: async func(value: u32) -> u32;
  import at-once: async func(value: u32) -> u32;
  import steps: async func(count: u32) -> u32;
  import name: async func(value: u32) -> string;
  export sync-starts-ready: func() -> u32;
  export blocking-starts-slow: async func() -> u32;
  export blocking-yields: async func() -> u32;
  export blocking-awaits-yielding: async func() -> u32;
  export task-reads-future-at-once: async func() -> u32;
  export task-cancels-what-it-awaits: async func() -> u32;
  export locals: async func() -> string;
  export temporaries: async func() -> string;
  export same-promise: async func() -> u32;
  export select-ready: async func() -> s32;
  export select-first: async func() -> s32;
  export race-first: async func() -> u32;
  export loops: async func() -> u32;
  export nested: async func() -> u32;
  export methods: async func() -> u32;
  export generics: async func() -> string;
  export conditions: async func() -> string;
  export floats: async func() -> u32;
  export floated: func() -> u32;
  export pause: async func(steps: u32);
  export returns-early: async func(steps: u32) -> u32;
  export progress: func() -> u32;
  export concurrent: async func(value: u32) -> u32;
  export concurrent-task: async func(value: u32) -> u32;
  export concurrent-blocking: async func(value: u32) -> u32;
  export holds-others: async func(steps: u32);
  export points: async func() -> stream<point>;
  export names: async func() -> stream<string>;
  export join-names: async func(names: stream<string>) -> string;
  export count-units: async func(units: stream) -> u32;
  export future-number: async func() -> future<u32>;
  export future-text: async func() -> future<string>;
  export read-futures: async func(text: future<string>, nothing: future, point: future<point>) -> string;
  export endless: async func() -> stream<u8>;
  export endless-ended: func() -> bool;
`

const source = `import { Call, Chunk, Future, Poll, Promise, Stream, Task, Unit, backpressure, race, select, yieldNow } from '@weft/assemblyscript/assembly/component'
import { Point, later, atOnce, steps, name, returnConcurrentTask, returnEndless, returnFutureText, returnNames, returnPoints, returnReturnsEarly, returnTaskCancelsWhatItAwaits, returnTaskReadsFutureAtOnce } from './gen/guest'
import { createPointStream, createStringFuture, createStringStream, createU32Future, createU8Stream } from './gen/streams'

async function ready(): Promise<u32> { return 5 }
async function yielding(): Promise<u32> { await yieldNow(); return 5 }
async function slowly(value: u32): Promise<u32> { return await later(value) }
export function syncStartsReady(): u32 { return ready().wait() }
export function blockingStartsSlow(): u32 { return slowly(7).wait() }
export function blockingYields(): u32 { yieldNow().wait(); return 3 }
export function blockingAwaitsYielding(): u32 { return yielding().wait() }

export class TaskReadsFutureAtOnce extends Task {
  private reader: Future<u32> | null = null
  resume(): Poll {
    if (this.reader === null) {
      const pair = createU32Future()
      pair.writer.write(9)
      this.reader = pair.reader
    }
    if (!this.ready(this.reader!, 1)) return Poll.Pending
    returnTaskReadsFutureAtOnce(this.reader!.value)
    return Poll.Done
  }
}

async function readSome(stream: Stream<u8>): Promise<u32> { const chunk = new Chunk<u8>(4); await stream.read(chunk); return chunk.length + 7 }
export class TaskCancelsWhatItAwaits extends Task {
  private promise: Promise<u32> | null = null
  resume(): Poll {
    if (this.promise === null) {
      const pair = createU8Stream()
      this.promise = readSome(pair.reader)
      pair.reader.cancel()
    }
    if (!this.ready(this.promise!, 1)) return Poll.Pending
    returnTaskCancelsWhatItAwaits(this.promise!.value)
    return Poll.Done
  }
}

export async function locals(): Promise<string> {
  const long: i64 = -<i64>(await later(5))
  const single: f32 = <f32>(await later(3)) / 2
  const double: f64 = <f64>(await later(9)) / 4
  const vector = i32x4.splat(await later(7))
  const text = 'te' + 'xt'
  const array = [await later(1), await later(2), await later(3)]
  const map = new Map<string, u32>()
  map.set('four', await later(4))
  const byte: u8 = <u8>(await later(255))
  const yes: bool = (await later(1)) == 1
  await later(0)
  await yieldNow()
  return 'i64 ' + long.toString() + ' f32 ' + single.toString() + ' f64 ' + double.toString() + ' v128 ' +
    i32x4.extract_lane(vector, 3).toString() + ' ' + text + ' array ' + array.length.toString() + ' map ' +
    map.get('four').toString() + ' u8 ' + byte.toString() + ' bool ' + (yes ? 'true' : 'false')
}

async function part(text: string): Promise<string> { return text + (await later(text.charCodeAt(0) - 96)).toString() }
export async function temporaries(): Promise<string> { return (await part('a')) + (await part('b')) + (await part('c')) }

async function waitFor(promise: Promise<u32>): Promise<u32> { return await promise }
export async function samePromise(): Promise<u32> {
  const promise = slowly(11)
  const a = waitFor(promise)
  const b = waitFor(promise)
  return (await a) + (await b)
}
export async function selectReady(): Promise<i32> { return await select([atOnce(1), atOnce(2)]) }
export async function selectFirst(): Promise<i32> { return await select([steps(20), steps(1)]) }
export async function raceFirst(): Promise<u32> { return await race<u32>([steps(20), steps(1)]) }
export async function loops(): Promise<u32> {
  let sum: u32 = 0
  for (let i: u32 = 0; i < 20; i++) {
    if (i == 10) break
    if (i % 2 == 1) { sum += await later(i); continue }
    do { sum += await slowly(i) } while (false)
  }
  return sum
}
async function first(): Promise<u32> { return 1 + (await second()) }
async function second(): Promise<u32> { return 10 * (1 + (await third())) }
async function third(): Promise<u32> { const value = await later(100); return value + (await later(10)) }
export async function nested(): Promise<u32> { return await first() }
class Counter {
  constructor(private count: u32) {}
  async add(value: u32): Promise<u32> { this.count += await later(value); return this.count }
  async twice(): Promise<u32> { await this.add(1); return await this.add(1) }
  static async of(value: u32): Promise<u32> { return await new Counter(value).twice() }
}
export async function methods(): Promise<u32> { return await Counter.of(40) }
async function same<T>(value: T): Promise<T> { await later(1); return value }
export async function generics(): Promise<string> { return (await same<string>('text')) + ' ' + (await same<u8>(8)).toString() }
export async function conditions(): Promise<string> {
  let text = (await later(1)) == 1 && (await later(2)) == 2 ? 'first' : 'wrong'
  text += (await later(1)) == 2 || (await later(2)) == 2 ? ' second' : ' wrong'
  return text
}
let count: u32 = 0
async function float(): Promise<void> { await later(1); count++; await yieldNow(); count++; await steps(3); count++ }
export async function floats(): Promise<u32> { if (count > 0) return 0; float(); return 0 }
export function floated(): u32 { return count }
export async function pause(count: u32): Promise<void> { await steps(count) }
let done: u32 = 0
export async function returnsEarly(count: u32): Promise<void> {
  returnReturnsEarly(1)
  for (let i: u32 = 0; i < count; i++) { await later(i); done++ }
}
export function progress(): u32 { return done }
export async function concurrent(value: u32): Promise<u32> { const text = value.toString(); await later(value); return (await slowly(value)) + <u32>parseInt(text) }
export class ConcurrentTask extends Task {
  private call: Call<u32> | null = null
  private readonly text: string
  constructor(readonly value: u32) { super(); this.text = value.toString() }
  resume(): Poll {
    if (this.call === null) this.call = later(this.value)
    if (!this.ready(this.call!, 1)) return Poll.Pending
    returnConcurrentTask(this.call!.value + <u32>parseInt(this.text))
    return Poll.Done
  }
}
export function concurrentBlocking(value: u32): u32 { const text = value.toString(); return later(value).wait() + <u32>parseInt(text) }
export async function holdsOthers(count: u32): Promise<void> { backpressure.increase(); await steps(count); backpressure.decrease() }

export async function points(): Promise<void> {
  const pair = createPointStream()
  returnPoints(pair.reader)
  const sink = pair.writer
  await sink.write(new Chunk<Point>(2))
  await sink.write(Chunk.of<Point>([new Point(1, 'p' + (1).toString()), new Point(2, 'p2')]))
  await sink.write(new Chunk<Point>(0))
  await sink.write(Chunk.of<Point>([new Point(3, 'p3')]))
  sink.drop()
}
export async function names(): Promise<void> {
  const pair = createStringStream()
  returnNames(pair.reader)
  await pair.writer.write(Chunk.of<string>(['ä€𝄞', '', 'last']))
  pair.writer.drop()
}
export async function joinNames(names: Stream<string>): Promise<string> {
  const chunk = new Chunk<string>(2)
  const all = new Array<string>()
  while (await names.read(chunk)) for (let i = 0; i < chunk.length; i++) all.push(chunk[i])
  names.drop()
  return all.join(',')
}
export async function countUnits(units: Stream<Unit>): Promise<u32> {
  const chunk = new Chunk<Unit>(2)
  let count: u32 = 0
  while (await units.read(chunk)) count += chunk.length
  units.drop()
  return count
}
export async function futureNumber(): Promise<Future<u32>> { const pair = createU32Future(); pair.writer.write(8); return pair.reader }
export async function futureText(): Promise<void> {
  const pair = createStringFuture()
  returnFutureText(pair.reader)
  await pair.writer.write('made ' + (12345).toString())
}
export async function readFutures(text: Future<string>, nothing: Future<Unit>, point: Future<Point>): Promise<string> {
  const all = await text
  await nothing
  const at = await point
  return all + ' ' + at.x.toString() + ' ' + at.name
}
let ended = false
export async function endless(): Promise<void> {
  const pair = createU8Stream()
  returnEndless(pair.reader)
  const chunk = Chunk.of<u8>([1, 2, 3])
  while (await pair.writer.write(chunk)) {}
  pair.writer.drop()
  ended = true
}
export function endlessEnded(): bool { return ended }
`

const calleeWit = `
  import steps: async func(count: u32) -> u32;
  export acknowledging: async func() -> u32;
  export ignoring: async func() -> u32;
  export acknowledging-task: async func() -> u32;
`
const calleeSource = `import { Poll, Task, select } from '@weft/assemblyscript/assembly/component'
import { steps, returnAcknowledging, returnAcknowledgingTask } from './gen/guest'
export async function acknowledging(): Promise<void> {
  const task = Task.current!
  await select([steps(50), task.cancellation])
  if (task.cancelled) task.cancel()
  else returnAcknowledging(50)
}
export async function ignoring(): Promise<u32> { return await steps(3) }
export class AcknowledgingTask extends Task {
  resume(): Poll {
    if (!this.ready(this.cancellation, 1)) return Poll.Pending
    this.cancel()
    return Poll.Done
  }
}
`
const callerWit = `
  import steps: async func(count: u32) -> u32;
  import acknowledging: async func() -> u32;
  import ignoring: async func() -> u32;
  import acknowledging-task: async func() -> u32;
  export acknowledged: async func() -> string;
  export ignored: async func() -> string;
  export acknowledged-by-task: async func() -> string;
  export selected: async func() -> string;
  export after: async func() -> string;
`
const callerSource = `import { Call, select } from '@weft/assemblyscript/assembly/component'
import { acknowledging, acknowledgingTask, ignoring, steps } from './gen/guest'
async function cancelled(call: Call<u32>): Promise<string> {
  await steps(1)
  call.cancel()
  await select([call])
  return call.cancelled ? 'cancelled' : 'returned ' + call.value.toString()
}
export async function acknowledged(): Promise<string> { return await cancelled(acknowledging()) }
export async function ignored(): Promise<string> { return await cancelled(ignoring()) }
export async function acknowledgedByTask(): Promise<string> { return await cancelled(acknowledgingTask()) }
export async function selected(): Promise<string> {
  const call = acknowledging()
  const index = await select([call, steps(2)])
  if (index == 0) return 'first'
  return await cancelled(call)
}
export async function after(): Promise<string> {
  const call = steps(1)
  await select([call])
  call.cancel()
  return call.cancelled ? 'cancelled' : 'returned ' + call.value.toString()
}
`
