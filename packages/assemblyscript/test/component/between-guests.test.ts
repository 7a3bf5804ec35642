import { type compile, link } from '@weft/component'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildGuest } from './build-guest.js'

type Exports = Record<string, (...values: readonly unknown[]) => unknown>

const later = (value: unknown) => new Promise((resolve) => setImmediate(() => resolve(value)))

describe('between guests', () => {
  let pair: Awaited<ReturnType<typeof compile>>

  beforeAll(async () => {
    const plug = await buildGuest({ wit: calleeWit, source: calleeSource })
    const socket = await buildGuest({ wit: callerWit, source: callerSource })
    pair = link({ plug, socket })
  })

  const make = async () => (await pair.instantiate({ later })).exports as Exports

  test('what was lowered for a call that has to wait outside is kept until it is read', async () => {
    const exports = await make()
    expect(await exports.waitsOutside!()).toBe('a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 tail of point 7')
  })

  test('resources are handed on by streams and futures, and come back', async () => {
    const exports = await make()
    expect(await exports.takesCounters!(5)).toBe(0 + 1 + 2 + 3 + 4)
    expect(await exports.givesCounters!(5)).toBe(10)
    expect(await exports.liveCounters!()).toBe(0)
  })

  test('2,000 resources are dropped', async () => {
    const exports = await make()
    for (let i = 0; i < 10; i++) await exports.takesCounters!(200)
    expect(await exports.liveCounters!()).toBe(0)
  })

  test('strings and records by streams, in chunks of all sizes', async () => {
    const exports = await make()
    for (const size of [1, 2, 3, 7, 64]) expect(await exports.copiesWords!(50, size)).toBe('ok 50')
  })

  test('a trap in the callee ends the caller', async () => {
    const exports = await make()
    await expect(exports.callsFault!()).rejects.toMatchObject({
      abort: { message: 'callee’s fault', file: 'main.ts' },
    })
  })
})

const shared = `
interface api {
  record point { x: u32, text: string }
  resource counter { constructor(start: u32); value: func() -> u32; later: async func() -> u32; }
  hold: async func();
  join: async func(words: list<string>, tail: string, at: point) -> string;
  counters: async func(count: u32) -> stream<counter>;
  sum: async func(all: stream<counter>, last: future<counter>) -> u32;
  live: func() -> u32;
  words: async func(given: stream<point>) -> stream<point>;
  fault: async func();
}
`
const calleeWit = `package test:pair;
${shared}
world callee { import later: async func(value: u32) -> u32; export api; }
`
const callerWit = `package test:pair;
${shared}
world caller {
  import later: async func(value: u32) -> u32;
  import api;
  export waits-outside: async func() -> string;
  export takes-counters: async func(count: u32) -> u32;
  export gives-counters: async func(count: u32) -> u32;
  export live-counters: async func() -> u32;
  export copies-words: async func(count: u32, size: u32) -> string;
  export calls-fault: async func();
}
`
const calleeSource = `import { Chunk, Future, Stream, backpressure } from '@weft/assemblyscript/assembly/component'
import { later } from './gen/callee'
import { CounterResource, Point, returnCounters, returnWords } from './gen/exports/test-pair-api'
import { createCounterStream, createPointStream } from './gen/streams'

let count: u32 = 0
export class Counter extends CounterResource {
  constructor(readonly start: u32) { super(); count++ }
  value(): u32 { return this.start }
  async later(): Promise<u32> { await later(1); return this.start }
  dispose(): void { count-- }
}
export function live(): u32 { return count }
export async function hold(): Promise<void> {
  backpressure.increase()
  for (let i = 0; i < 20; i++) await later(1)
  backpressure.decrease()
}
export async function join(words: Array<string>, tail: string, at: Point): Promise<string> { return words.join(' ') + ' ' + tail + ' ' + at.text + ' ' + at.x.toString() }
export async function counters(count: u32): Promise<void> {
  const pair = createCounterStream()
  returnCounters(pair.reader)
  const chunk = new Chunk<CounterResource>(3)
  for (let i: u32 = 0; i < count; i++) {
    chunk.push(new Counter(i))
    if (chunk.room > 0 && i < count - 1) continue
    await pair.writer.write(chunk)
    chunk.clear()
  }
  pair.writer.drop()
}
export async function sum(all: Stream<CounterResource>, last: Future<CounterResource>): Promise<u32> {
  let total: u32 = 0
  const chunk = new Chunk<CounterResource>(2)
  while (await all.read(chunk)) for (let i = 0; i < chunk.length; i++) { const each = <Counter>chunk[i]; total += await each.later(); each.drop() }
  all.drop()
  const one = <Counter>(await last)
  total += one.value()
  one.drop()
  return total
}
export async function words(given: Stream<Point>): Promise<void> {
  const pair = createPointStream()
  returnWords(pair.reader)
  const chunk = new Chunk<Point>(5)
  while (await given.read(chunk)) {
    for (let i = 0; i < chunk.length; i++) chunk[i].x++
    if (!(await pair.writer.write(chunk))) break
  }
  pair.writer.drop()
  given.drop()
}
export async function fault(): Promise<void> { await later(1); throw new Error('callee’s fault') }
`
const callerSource = `import { Chunk, Stream, StreamWriter } from '@weft/assemblyscript/assembly/component'
import { later } from './gen/caller'
import { Counter, Point, counters, fault, hold, join, live, sum, words } from './gen/test-pair-api'
import { createCounterFuture, createCounterStream, createPointStream } from './gen/streams'

async function churn(): Promise<void> {
  for (let i = 0; i < 3000; i++) { const text = 'garbage ' + i.toString(); if (text.length == 0) unreachable() }
  await later(1)
}
export async function waitsOutside(): Promise<string> {
  const held = hold()
  await later(1)
  const all = new Array<string>()
  for (let i = 0; i < 10; i++) all.push('a' + i.toString())
  const call = join(all, 'tail ' + 'o' + 'f'.toString(), new Point(7, 'po' + 'int'.toString()))
  for (let i = 0; i < 5; i++) await churn()
  await held
  return await call
}
export async function takesCounters(count: u32): Promise<u32> {
  const all = await counters(count)
  const chunk = new Chunk<Counter>(4)
  let total: u32 = 0
  while (await all.read(chunk)) for (let i = 0; i < chunk.length; i++) { total += await chunk[i].later(); chunk[i].drop() }
  all.drop()
  return total
}
async function send(sink: StreamWriter<Counter>, count: u32): Promise<void> {
  for (let i: u32 = 0; i < count - 1; i++) await sink.write(Chunk.of<Counter>([new Counter(i)]))
  sink.drop()
}
export async function givesCounters(count: u32): Promise<u32> {
  const pair = createCounterStream()
  const last = createCounterFuture()
  const total = sum(pair.reader, last.reader)
  await send(pair.writer, count)
  await last.writer.write(new Counter(count - 1))
  return await total
}
export async function liveCounters(): Promise<u32> { return live() }
async function sendWords(sink: StreamWriter<Point>, count: u32, size: u32): Promise<void> {
  const chunk = new Chunk<Point>(size)
  for (let i: u32 = 0; i < count; i++) {
    chunk.push(new Point(i, 'wörd ' + i.toString()))
    if (chunk.room > 0 && i < count - 1) continue
    await churn()
    await sink.write(chunk)
    chunk.clear()
  }
  sink.drop()
}
export async function copiesWords(count: u32, size: u32): Promise<string> {
  const pair = createPointStream()
  const back = await words(pair.reader)
  sendWords(pair.writer, count, size)
  const chunk = new Chunk<Point>(3)
  let next: u32 = 0
  while (await back.read(chunk)) {
    for (let i = 0; i < chunk.length; i++, next++)
      if (chunk[i].x != next + 1 || chunk[i].text != 'wörd ' + next.toString()) return 'wrong ' + chunk[i].text
    await churn()
  }
  back.drop()
  return 'ok ' + next.toString()
}
export async function callsFault(): Promise<void> { await fault() }
`
