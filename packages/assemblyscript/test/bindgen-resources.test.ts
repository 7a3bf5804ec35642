import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { compile } from '@weft/component'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { buildComponent } from '../src/component-build/build-component.js'

const wit = `package test:things;
interface things {
  resource thing {
    constructor(name: string, at: option<tuple<u8, f64>>);
    name: func() -> string;
    join: static func(a: thing, b: borrow<thing>) -> thing;
    later: async func(of: string) -> list<thing>;
  }
}
interface counters {
  resource counter {
    constructor(start: u32);
    add: func(n: u32) -> u32;
    add-later: async func(n: u32) -> result<u32, string>;
    merge: static func(a: counter, b: borrow<counter>) -> counter;
  }
  make: func(starts: list<u32>) -> list<counter>;
  sum: func(all: list<counter>) -> u32;
  disposed: func() -> u32;
}
world w {
  use things.{thing};
  import things;
  export counters;
  export names: func(one: borrow<thing>, more: list<borrow<thing>>) -> string;
  export names-later: async func(one: borrow<thing>, maybe: option<borrow<thing>>) -> string;
  export made: async func() -> list<thing>;
  export streams;
}
interface streams {
  record pair { a: string, b: option<u8> }
  twice: async func(pairs: stream<pair>, times: future<u32>) -> tuple<stream<pair>, future<string>>;
}`

const author = `
import { Chunk, Future, Stream, Tuple2 } from '@weft/assemblyscript/assembly/component'
import { CounterResource } from './gen/exports/test-things-counters'
import { createPairStream, createStringFuture } from './gen/streams'
import { Thing } from './gen/test-things-things'
import { Pair, returnTwice } from './gen/exports/test-things-streams'
import { Result } from '@weft/assemblyscript/assembly/component'

let disposals: u32 = 0

export class Counter extends CounterResource {
  constructor(private count: u32) { super() }
  add(n: u32): u32 { this.count += n; return this.count }
  async addLater(n: u32): Promise<Result<u32, string>> {
    const things = await new Thing('x', null).later('y')
    if (n == 0) return Result.err<u32, string>(things[0].name())
    return Result.ok<u32, string>(this.add(n))
  }
  static merge(a: Counter, b: Counter): Counter { return new Counter(a.count + b.count) }
  dispose(): void { disposals += 1 }
}
export function make(starts: Uint32Array): Array<CounterResource> {
  const made = new Array<CounterResource>()
  for (let i = 0; i < starts.length; i++) made.push(new Counter(starts[i]))
  return made
}
export function sum(all: Array<CounterResource>): u32 {
  let total: u32 = 0
  for (let i = 0; i < all.length; i++) { total += (<Counter>all[i]).add(0); all[i].drop() }
  return total
}
export function disposed(): u32 { return disposals }
export function names(one: Thing, more: Array<Thing>): string {
  let text = one.name()
  for (let i = 0; i < more.length; i++) text += more[i].name()
  return text
}
export async function namesLater(one: Thing, maybe: Thing | null): Promise<string> {
  const things = await one.later('z')
  return one.name() + things[0].name() + (maybe === null ? '-' : maybe.name())
}
export async function made(): Promise<Array<Thing>> {
  const a = new Thing('a', new Tuple2<u8, f64>(1, 0.5))
  const b = new Thing('b', null)
  return [Thing.join(a, b), b]
}
export async function twice(pairs: Stream<Pair>, times: Future<u32>): Promise<void> {
  const back = createPairStream()
  const done = createStringFuture()
  returnTwice(new Tuple2<Stream<Pair>, Future<string>>(back.reader, done.reader))
  const count = await times
  const chunk = new Chunk<Pair>(2)
  while (await pairs.read(chunk)) {
    const copies = new Array<Pair>()
    for (let i = 0; i < chunk.length; i++) for (let j: u32 = 0; j < count; j++) copies.push(new Pair(chunk[i].a + '!', chunk[i].b))
    if (!(await back.writer.write(Chunk.of<Pair>(copies)))) break
  }
  back.writer.drop()
  await done.writer.write('done')
}
`

const log: string[] = []

class Thing {
  readonly text: string
  constructor(name: string, at: readonly [number, number] | undefined) {
    this.text = name + (at === undefined ? '' : `(${at})`)
  }
  name() {
    return this.text
  }
  static join(a: Thing, b: Thing) {
    return new Thing(a.text + b.text, undefined)
  }
  async later(of: string) {
    return [new Thing(this.text + of, undefined)]
  }
  [Symbol.dispose]() {
    log.push(`dropped ${this.text}`)
  }
}

const folder = mkdtempSync(path.join(tmpdir(), 'weft-resources-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function start() {
  const entry = path.join(folder, 'author.ts')
  writeFileSync(path.join(folder, 'w.wit'), wit)
  writeFileSync(entry, author)
  const { wasm } = await buildComponent({ entry, wit: path.join(folder, 'w.wit') })
  const instance = await (await compile(wasm)).instantiate({ 'test:things/things': { Thing } })
  // biome-ignore lint/suspicious/noExplicitAny: the types of a component are known when it runs.
  return instance.exports as any
}

const started = start()
beforeEach(() => {
  log.length = 0
})

test('resources of the component', async () => {
  const { Counter, make, sum, disposed } = (await started)['test:things/counters']
  const counter = new Counter(5)
  expect(counter.add(2)).toBe(7)
  expect(await counter.addLater(3)).toBe(10)
  await expect(counter.addLater(0)).rejects.toMatchObject({ payload: 'xy' })
  const merged = Counter.merge(counter, new Counter(1))
  expect(merged.add(0)).toBe(11)
  const before = disposed()
  expect(sum([...make([1, 2, 3]), merged])).toBe(17)
  expect(disposed() - before).toBe(4)
})

test('lent resources go back before the export returns', async () => {
  const { names, namesLater } = await started
  const [a, b] = [new Thing('a', undefined), new Thing('b', undefined)]
  expect(names(a, [b, a])).toBe('aba')
  expect(await namesLater(a, b)).toBe('aazb')
  expect(await namesLater(a, undefined)).toBe('aaz-')
})

test('resources of others', async () => {
  const things: Thing[] = await (await started).made()
  expect(things.map(({ text }) => text)).toEqual(['a(1,0.5)b', 'b'])
})

test('streams of records, and futures', async () => {
  const { twice } = (await started)['test:things/streams']
  const pairs = [
    { a: 'a', b: 1 },
    { a: 'b', b: undefined },
    { a: '', b: 255 },
  ]
  const [back, done] = await twice(pairs, Promise.resolve(2))
  const seen: unknown[] = []
  for await (const pair of back) seen.push(pair)
  const expected = pairs.map(({ a, b }) => ({ a: `${a}!`, b }))
  expect(seen).toEqual(expected.flatMap((pair) => [pair, pair]))
  expect(await done).toBe('done')
})
