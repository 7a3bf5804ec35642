import { describe, expect, it } from 'vitest'
import { toReadableStream } from '../../src/web.js'
import { readableOf, streamExports } from './stream-exports.js'

const bytes = Uint8Array.of(1, 2, 3)

describe('a source that components only pass on', () => {
  it.each([
    ['a ReadableStream', () => readableOf([bytes])],
    ['a byte stream', () => new Blob([bytes]).stream()],
    ['bytes', () => bytes],
    ['an array of chunks', () => [bytes]],
    ['an async iterable', () => (async function* () {})()],
    ['an object with read()', () => ({ read: async () => null })],
  ])('is given back: %s', async (_name, make) => {
    const { same } = await streamExports('u8')
    const source = make()
    const reader = await same(await same(source))
    expect(reader.takeSource()).toBe(source)
    expect(reader.takeSource()).toBeUndefined()
    expect(await reader.read()).toEqual({ value: undefined, done: true })
    if (source instanceof ReadableStream) expect(source.locked).toBe(false)
  })

  it('is locked until then', async () => {
    const { same } = await streamExports('u8')
    const source = readableOf([bytes])
    const reader = await same(source)
    expect(source.locked).toBe(true)
    expect(reader.takeSource(() => false)).toBeUndefined()
    expect(await new Response(toReadableStream(reader)).bytes()).toEqual(bytes)
  })

  it('stays where it is once it was read from', async () => {
    const { same } = await streamExports('u8')
    const reader = await same(readableOf([bytes, bytes]))
    expect(await reader.read()).toEqual({ value: 1, done: false })
    expect(reader.takeSource()).toBeUndefined()
    expect((await reader.next()).value).toEqual(Uint8Array.of(2, 3))
    expect((await reader.next()).value).toEqual(bytes)
  })

  it('is nothing where a component writes, or where there is no source', async () => {
    const { produce, same } = await streamExports('u8')
    const reader = await produce(3, 3)
    expect(reader.takeSource()).toBeUndefined()
    expect((await reader.next()).value).toEqual(Uint8Array.of(0, 1, 2))
    expect((await same(null)).takeSource()).toBeUndefined()
  })

  it('is what toReadableStream gives', async () => {
    const { same } = await streamExports('u8')
    const source = readableOf([bytes])
    expect(toReadableStream(await same(source))).toBe(source)
    const wrapped = toReadableStream(await same([bytes]))
    expect(await new Response(wrapped).bytes()).toEqual(bytes)
  })

  it('hears that nobody reads it', async () => {
    const { same } = await streamExports('u8')
    const heard: unknown[] = []
    const source = new ReadableStream({ cancel: () => void heard.push('cancel') })
    ;(await same(source)).close()
    const iterable = { [Symbol.asyncIterator]: () => ({ return: () => heard.push('return') }) }
    ;(await same(iterable)).close()
    expect(heard).toEqual(['cancel', 'return'])
  })
})

describe('chunks between two ends in JavaScript', () => {
  it('move as they are where they come from a ReadableStream', async () => {
    const { same } = await streamExports('u8')
    const long = new Uint8Array(100_000)
    const reader = await same(readableOf([bytes, long]))
    expect(((await reader.next()).value as Uint8Array).buffer).toBe(bytes.buffer)
    const first = (await reader.next()).value as Uint8Array
    const second = (await reader.next()).value as Uint8Array
    expect([first.length, second.length]).toEqual([65_536, 34_464])
    expect(second.buffer).toBe(long.buffer)
  })

  it.each([
    ['an iterable, which may use a buffer again', () => [bytes, bytes]],
    ['bytes, which stay the giver’s', () => bytes],
    ['chunks of another class', () => readableOf([new Uint8ClampedArray([1, 2, 3])])],
  ])('are copied from %s', async (_name, make) => {
    const { same } = await streamExports('u8')
    const reader = await same(make())
    const value = (await reader.next()).value as Uint8Array
    expect(value).toEqual(bytes)
    expect(value.buffer).not.toBe(bytes.buffer)
  })
})
