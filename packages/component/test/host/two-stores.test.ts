import { describe, expect, it } from 'vitest'
import type { FutureReader } from '../../src/index.js'
import { type FutureType, futuresComponent } from './futures.js'
import { expectedBytes, readableOf, type StreamExports, streamExports } from './stream-exports.js'

const nextTurn = () => new Promise((resolve) => setImmediate(resolve))
const types = ['u8', 'string'] as const

describe.each(types)('a stream of %s between two stores', (type) => {
  const both = (): Promise<[StreamExports, StreamExports]> =>
    Promise.all([streamExports(type), streamExports(type)])

  it.each(['there', 'back'])('arrives: %s', async (direction) => {
    const [one, other] = await both()
    const [from, to] = direction === 'there' ? [one, other] : [other, one]
    expect(await to.consume(await from.produce(1000, 70), 33)).toBe(1000)
    expect(from.written()).toBe(1000)
    if (type === 'u8') expect([0, 1, 999].map(to.at)).toEqual([0, 1, 999 % 251])
  })

  it('has the pace of its reader, who may go', async () => {
    const [from, to] = await both()
    const count = type === 'u8' ? 100_000 : 1000
    const taken = await to.take(await from.produce(count, 100), 10)
    await nextTurn()
    // Numbers travel in chunks, others one by one.
    expect([taken, from.written() < count]).toEqual([type === 'u8' ? 10 : 1, true])
    expect(await to.cancel(await from.produce(10, 10))).toBeDefined()
    expect(await from.consume(await to.produce(5, 5), 5)).toBe(5)
  })

  it('is dropped unread', async () => {
    const [from, to] = await both()
    const reader = await to.same(await from.produce(10, 10))
    reader.close()
    await nextTurn()
    expect(from.written()).toBe(0)
    expect(await from.consume(await to.produce(3, 3), 3)).toBe(3)
  })

  it('comes home as the stream it was', async () => {
    const [from, to] = await both()
    const reader = await from.produce(10, 10)
    const home = await from.same(await to.same(reader))
    expect(await to.consume(await from.same(home), 4)).toBe(10)
  })
})

it('tells JavaScript of a writer in another store that traps; the reader sees the end', async () => {
  const errors: unknown[] = []
  const from = await streamExports('u8')
  const to = await streamExports('u8', { onError: (error) => errors.push(error) })
  expect(await to.consume(await from.trap(10), 4)).toBe(10)
  expect(errors).toMatchObject([{ code: 'trap', rule: 'wasm `unreachable` instruction executed' }])
})

it('hands JavaScript’s own source through two stores', async () => {
  const [one, other] = await Promise.all([streamExports('u8'), streamExports('u8')])
  const source = readableOf([Uint8Array.from(expectedBytes(4))])
  const reader = await other.same(await one.same(source))
  expect(reader.takeSource()).toBe(source)
})

describe('a future between two stores', () => {
  interface FutureExports {
    make(value: number): Promise<FutureReader<number>>
    read(future: unknown): Promise<number>
    drop(future: unknown): void
    same(future: unknown): PromiseLike<number>
    written(): number
    trap(): Promise<FutureReader>
  }
  const both = async (type: FutureType = 'u32') => {
    const component = await futuresComponent(type)
    const instances = await Promise.all([component.instantiate(), component.instantiate()])
    return instances.map(({ exports }) => exports) as unknown as [FutureExports, FutureExports]
  }

  it('is read', async () => {
    const [one, other] = await both()
    expect(await other.read(await one.make(7))).toBe(7)
    expect(await one.read(other.same(await one.make(8)))).toBe(8)
    expect(one.written()).toBe(1)
  })

  it('is ok or err', async () => {
    const [one, other] = await both('(result u32 (error u32))')
    expect(await other.read(await one.make(4))).toBe(40)
    expect(await other.read(await one.make(5))).toBe(51)
  })

  it('is dropped', async () => {
    const [one, other] = await both()
    other.drop(await one.make(7))
    await nextTurn()
    expect(one.written()).toBe(2)
  })

  it.each(['u32', '(result u32 (error u32))'] as const)(
    'traps a reader to whom it never comes: %s',
    async (type) => {
      const component = await futuresComponent(type)
      const writer = await component.instantiate()
      const [, other] = await both(type)
      const future = other.same(await (writer.exports as unknown as FutureExports).make(2))
      writer[Symbol.dispose]()
      await expect(future).rejects.toThrow('a future of the host was rejected')
    },
  )

  it('may be promised by a function of the other store', async () => {
    const [one, other] = await both()
    expect(await other.read(one.make(9))).toBe(9)
  })
})
