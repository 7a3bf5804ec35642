import { beforeAll, describe, expect, test } from 'vitest'
import { buildGuest } from './build-guest.js'

type Exports = Record<string, (...values: readonly unknown[]) => unknown>

const later = (value: unknown) => new Promise((resolve) => setImmediate(() => resolve(value)))

// The environment can ask for more; this is what every test run does.
const calls = Number(process.env.WEFT_MEMORY_CALLS ?? 5000)

let make: () => Promise<Exports>

beforeAll(async () => {
  const guest = await buildGuest({ wit, source })
  make = async () => {
    const host = {
      soon: async (value: unknown) => await value,
      later: (value: unknown) => later(value),
      text: async (value: string) => `${value}!`,
      texts: (value: readonly string[]) => [...value, 'x'.repeat(100)],
    }
    return (await guest.instantiate(host)).exports as Exports
  }
})

describe('what suspended functions hold survives the collector', () => {
  test.each([
    'locals',
    'temporaries',
    'containers',
    'views',
    'nested',
    'objects',
    'task',
    'pendingWrite',
    'pendingRead',
    'promises',
    'lists',
  ])('%s', async (name) => {
    const exports = await make()
    const values = Array.from({ length: 40 }, (_, index) => index + 1)
    expect(await Promise.all(values.map((value) => exports[name]!(value)))).toEqual(values)
    expect(exports.memoryPages!()).toBeLessThan(400)
  })

  test('trees that are built, kept and forgotten by 100 functions at once', async () => {
    const exports = await make()
    const values = Array.from({ length: 100 }, (_, index) => index)
    const sums = await Promise.all(values.map((value) => exports.trees!(value, 30)))
    expect(sums).toEqual(values.map(() => 0))
  })
})

describe('memory stays as large as it is', () => {
  const long = 'ä'.repeat(500)
  const numbers = new Uint32Array(500)
  const list = Array.from({ length: 20 }, (_, index) => `item ${index}`)
  const kinds: [string, (exports: Exports, index: number) => Promise<unknown>][] = [
    ['sync', async (exports) => exports.echo!(long)],
    ['sync, lists', async (exports) => exports.echoLists!(list, numbers)],
    ['sync through the host', async (exports) => exports.throughHost!(list)],
    ['async', async (exports, index) => await exports.echoAsync!(long, index % 2)],
    ['blocking', async (exports, index) => await exports.echoBlocking!(long, index % 2)],
    ['blocking, early', async (exports, index) => await exports.echoEarly!(long, index % 2)],
    ['task', async (exports, index) => await exports.echoTask!(long, index % 2)],
    ['results that nobody looks at', async (exports) => await exports.ignores!(long)],
    ['stream', async (exports) => await drain(await exports.copies!([1, 2, 3, 4, 5, 6, 7]))],
    ['stream of strings', async (exports) => await drain(await exports.copiesTexts!(list))],
    [
      'stream that is given up',
      async (exports) => {
        const reader = (await exports.copiesTexts!(list)) as Disposable
        reader[Symbol.dispose]()
        // The guest sees it in a turn of its own.
        await later(0)
      },
    ],
  ]

  test.each(kinds)('%s: one after the other', async (_, call) => {
    const exports = await make()
    const some = async (count: number) => {
      for (let i = 0; i < count; i++) await call(exports, i)
    }
    await some(calls / 5)
    const before = exports.memoryPages!()
    await some(calls)
    expect(exports.memoryPages!()).toBe(before)
  })

  test.each(kinds)('%s: 20 at once', async (_, call) => {
    const exports = await make()
    const some = async (count: number) => {
      for (let i = 0; i < count; i += 20)
        await Promise.all(Array.from({ length: 20 }, (_, index) => call(exports, index)))
    }
    await some(calls / 2)
    const before = Number(exports.memoryPages!())
    await some(calls)
    // How calls meet is not always the same.
    expect(exports.memoryPages!()).toBeLessThanOrEqual(before * 1.5)
  })

  test('calls of which there is always one under way', async () => {
    const exports = await make()
    const some = async (count: number) => {
      let pending = exports.echoAsync!(long, 1)
      for (let i = 0; i < count; i++) {
        const next = exports.echoAsync!(long, 1)
        await pending
        pending = next
      }
      await pending
    }
    await some(calls / 2)
    const before = Number(exports.memoryPages!())
    await some(calls)
    expect(exports.memoryPages!()).toBeLessThanOrEqual(before * 1.5)
  })
})

async function drain(reader: unknown): Promise<void> {
  for await (const _ of reader as AsyncIterable<unknown>);
}

const wit = `
  record pair { name: string, values: list<u32> }
  import soon: async func(value: u32) -> u32;
  import later: async func(value: u32) -> u32;
  import text: async func(value: string) -> string;
  import texts: func(value: list<string>) -> list<string>;
  export memory-pages: func() -> u32;
  export locals: async func(value: u32) -> u32;
  export temporaries: async func(value: u32) -> u32;
  export containers: async func(value: u32) -> u32;
  export views: async func(value: u32) -> u32;
  export nested: async func(value: u32) -> u32;
  export objects: async func(value: u32) -> u32;
  export task: async func(value: u32) -> u32;
  export pending-write: async func(value: u32) -> u32;
  export pending-read: async func(value: u32) -> u32;
  export promises: async func(value: u32) -> u32;
  export lists: async func(value: u32) -> u32;
  export trees: async func(seed: u32, rounds: u32) -> u32;
  export echo: func(value: string) -> string;
  export echo-lists: func(texts: list<string>, numbers: list<u32>) -> pair;
  export through-host: func(value: list<string>) -> list<string>;
  export echo-async: async func(value: string, wait: u32) -> string;
  export echo-blocking: async func(value: string, wait: u32) -> string;
  export echo-early: async func(value: string, wait: u32) -> string;
  export echo-task: async func(value: string, wait: u32) -> string;
  export ignores: async func(value: string) -> u32;
  export copies: async func(source: stream<u8>) -> stream<u8>;
  export copies-texts: async func(source: stream<string>) -> stream<string>;
`

const source = `import { Call, Chunk, Poll, Promise, Stream, Task, select, yieldNow } from '@weft/assemblyscript/assembly/component'
import { Pair, soon, later, text, texts, returnCopies, returnCopiesTexts, returnEchoEarly, returnEchoTask, returnTask } from './gen/guest'
import { createStringStream, createU8Stream } from './gen/streams'

export function memoryPages(): u32 { return memory.size() }

/** Garbage enough for a collection at the end of the turn, which overwrites what was freed wrongly. */
function churn(): void {
  for (let i = 0; i < 1500; i++) {
    const text = 'garbage ' + i.toString()
    if (text.length == 0) unreachable()
    const array = new Array<u32>(4)
    array.fill(0xdeadbeef)
  }
}
async function rest(): Promise<void> { churn(); await later(1); churn(); await yieldNow(); churn(); await soon(1) }

function same(found: string, wanted: string): void { if (found != wanted) throw new Error('found ' + found + ', not ' + wanted) }

export async function locals(value: u32): Promise<u32> {
  const text = 'value ' + value.toString()
  const array = new Array<string>()
  for (let i: u32 = 0; i < value; i++) array.push('item ' + i.toString())
  await rest()
  same(text, 'value ' + value.toString())
  for (let i: u32 = 0; i < value; i++) { if (i % 8 == 0) await rest(); same(array[i], 'item ' + i.toString()) }
  return value
}
async function number(value: u32): Promise<string> { const text = value.toString(); await rest(); return text }
function join(a: string, b: string, c: string): string { return a + b + c }
export async function temporaries(value: u32): Promise<u32> {
  same(join('a' + value.toString(), await number(value), 'c' + (await number(value + 1))), 'a' + value.toString() + value.toString() + 'c' + (value + 1).toString())
  same(('x' + value.toString()) + (await number(1)) + ('y' + value.toString()) + (await number(2)), 'x' + value.toString() + '1y' + value.toString() + '2')
  return value
}
export async function containers(value: u32): Promise<u32> {
  const map = new Map<string, Array<string>>()
  const set = new Set<string>()
  for (let i: u32 = 0; i < 20; i++) { map.set('key ' + i.toString(), ['a' + i.toString(), 'b']); set.add('in ' + i.toString()) }
  await rest()
  for (let i: u32 = 0; i < 20; i++) { same(map.get('key ' + i.toString())[0], 'a' + i.toString()); if (!set.has('in ' + i.toString())) unreachable() }
  const keys = map.keys()
  for (let i = 0; i < keys.length; i += 5) { await rest(); same(keys[i], 'key ' + i.toString()) }
  return value
}
export async function views(value: u32): Promise<u32> {
  const bytes = new Uint8Array(200)
  bytes.fill(<u8>value)
  const part = bytes.subarray(100, 150)
  const fixed = new StaticArray<u32>(50)
  fixed.fill(value)
  let sum: u32 = 0
  for (let i = 0; i < 50; i += 10) { await rest(); sum += part[i] + unchecked(fixed[i]) }
  if (sum != 10 * <u32><u8>value) throw new Error('a sum of ' + sum.toString())
  return value
}
async function down(depth: u32, path: string): Promise<u32> {
  const own = path + '/' + depth.toString()
  const length = own.length
  if (depth == 0) { await rest(); return 0 }
  const below = await down(depth - 1, own)
  if (own.length != length) unreachable()
  same(own, path + '/' + depth.toString())
  return below + 1
}
export async function nested(value: u32): Promise<u32> { return await down(value, '') }
class Node { left: Node | null = null; right: Node | null = null; text: string; constructor(public key: u32) { this.text = 'node ' + key.toString() } }
class Holder { node: Node | null = null; async fill(value: u32): Promise<void> { this.node = new Node(value); await rest(); same(this.node!.text, 'node ' + value.toString()) } }
export async function objects(value: u32): Promise<u32> { const holder = new Holder(); await holder.fill(value); await rest(); return holder.node!.key }
export class Task_ extends Task {
  private text: string = ''
  private promise: Promise<string> | null = null
  constructor(readonly value: u32) { super() }
  resume(): Poll {
    churn()
    if (this.promise === null) { this.text = 'value ' + this.value.toString(); this.promise = number(this.value) }
    if (!this.ready(this.promise!, 1)) return Poll.Pending
    same(this.text, 'value ' + this.promise!.value)
    returnTask(this.value)
    return Poll.Done
  }
}
async function readSlowly(source: Stream<u8>): Promise<u32> {
  const chunk = new Chunk<u8>(3)
  let sum: u32 = 0
  for (;;) { await rest(); if (!(await source.read(chunk))) break; for (let i = 0; i < chunk.length; i++) sum += chunk[i] }
  source.drop()
  return sum
}
async function writeMade(value: u32): Promise<Stream<u8>> {
  const pair = createU8Stream()
  fill(pair.writer, value)
  return pair.reader
}
import { StreamWriter } from '@weft/assemblyscript/assembly/component'
async function fill(sink: StreamWriter<u8>, value: u32): Promise<void> {
  const array = new Array<u8>()
  for (let i: u32 = 0; i < value; i++) array.push(1)
  await sink.write(Chunk.of<u8>(array))
  sink.drop()
}
export async function pendingWrite(value: u32): Promise<u32> { return await readSlowly(await writeMade(value)) }
export async function pendingRead(value: u32): Promise<u32> {
  const pair = createU8Stream()
  const sum = readSlowly(pair.reader)
  await rest()
  await fill(pair.writer, value)
  return await sum
}
export async function promises(value: u32): Promise<u32> {
  const all = new Array<Promise<string>>()
  for (let i: u32 = 0; i < 5; i++) all.push(number(value + i))
  await rest()
  for (let i: u32 = 0; i < 5; i++) same(await all[i], (value + i).toString())
  return value
}
export async function lists(value: u32): Promise<u32> {
  const call = text('value ' + value.toString())
  const given = ['a' + value.toString(), 'b']
  const back = texts(given)
  await rest()
  same(await call, 'value ' + value.toString() + '!')
  same(back[0], 'a' + value.toString())
  return value
}

let state: u32 = 1
function random(limit: u32): u32 { state = state * 1664525 + 1013904223; return (state >>> 8) % limit }
function build(depth: u32, key: u32): Node | null {
  if (depth == 0) return null
  const node = new Node(key)
  node.left = build(depth - 1, key * 2)
  node.right = build(depth - 1, key * 2 + 1)
  return node
}
function faults(node: Node | null, key: u32): u32 {
  if (node === null) return 0
  const own: u32 = node.key == key && node.text == 'node ' + key.toString() ? 0 : 1
  return own + faults(node.left, key * 2) + faults(node.right, key * 2 + 1)
}
async function keep(depth: u32): Promise<Node | null> {
  const tree = build(depth, 1)
  if (random(2) == 0) await later(1)
  else await yieldNow()
  return tree
}
export async function trees(seed: u32, rounds: u32): Promise<u32> {
  let wrong: u32 = 0
  const kept = new Array<Node | null>(4)
  for (let i: u32 = 0; i < rounds; i++) {
    const own = build(1 + random(5), 1)
    const promise = keep(1 + random(6))
    kept[random(4)] = await keep(1 + random(5))
    if (random(4) == 0) kept[random(4)] = null
    wrong += faults(own, 1) + faults(await promise, 1)
    for (let k = 0; k < 4; k++) wrong += faults(kept[k], 1)
  }
  return wrong
}

export function echo(value: string): string { return value + '' }
export function echoLists(texts: Array<string>, numbers: Uint32Array): Pair { return new Pair(texts[0] + texts[1], numbers) }
export function throughHost(value: Array<string>): Array<string> { return texts(value) }
export async function echoAsync(value: string, wait: u32): Promise<string> { if (wait) await later(1); else await soon(1); return await text(value) }
export function echoBlocking(value: string, wait: u32): string { if (wait) later(1).wait(); else soon(1).wait(); return text(value).wait() }
export function echoEarly(value: string, wait: u32): void { if (wait) later(1).wait(); returnEchoEarly(value + '!'); soon(1).wait() }
export class EchoTask extends Task {
  private call: Call<u32> | null = null
  private made: Call<string> | null = null
  constructor(readonly value: string, readonly wait: u32) { super() }
  resume(): Poll {
    switch (this.state) {
      case 0: this.call = this.wait ? later(1) : soon(1)
      case 1: if (!this.ready(this.call!, 2)) return Poll.Pending
      case 2: this.made = text(this.value)
      case 3: if (!this.ready(this.made!, 4)) return Poll.Pending
      default: returnEchoTask(this.made!.value)
    }
    return Poll.Done
  }
}
export async function ignores(value: string): Promise<u32> {
  text(value)
  await select([text(value), soon(1)])
  return 1
}
export async function copies(source: Stream<u8>): Promise<void> {
  const pair = createU8Stream()
  returnCopies(pair.reader)
  const chunk = new Chunk<u8>(4)
  while (await source.read(chunk)) if (!(await pair.writer.write(chunk))) break
  pair.writer.drop()
  source.drop()
}
export async function copiesTexts(source: Stream<string>): Promise<void> {
  const pair = createStringStream()
  returnCopiesTexts(pair.reader)
  const chunk = new Chunk<string>(4)
  while (await source.read(chunk)) if (!(await pair.writer.write(chunk))) break
  pair.writer.drop()
  source.drop()
}
`
