import { TrapError } from '@weft/core'
import { describe, expect, it } from 'vitest'
import { ResourceError } from '../../src/index.js'
import { expectedBytes, streamExports } from './stream-exports.js'
import type { ElementType } from './streams.js'

const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

describe('a stream of a component', () => {
  it('is read element by element', async () => {
    const { produce } = await streamExports('u8')
    const reader = await produce(3, 3)
    expect(await reader.read()).toEqual({ value: 0, done: false })
    expect(await reader.read({})).toEqual({ value: 1, done: false })
    expect(await reader.read()).toEqual({ value: 2, done: false })
    expect(await reader.read()).toEqual({ value: undefined, done: true })
    expect(await reader.read()).toEqual({ value: undefined, done: true })
  })

  it('is read in chunks of what is asked for', async () => {
    const { produce, written } = await streamExports('u8')
    const reader = await produce(100, 100)
    expect(await reader.read({ count: 10 })).toEqual({
      value: Uint8Array.from(expectedBytes(10)),
      done: false,
    })
    await nextTurn()
    expect(written()).toBe(10)
    expect(await reader.read({ count: 1 })).toEqual({ value: Uint8Array.of(10), done: false })
    expect((await reader.read({ count: 1000 })).value).toEqual(Uint8Array.from(expectedBytes(89, 11)))
    expect(await reader.read({ count: 1000 })).toEqual({ value: undefined, done: true })
  })

  it('is not read before it is asked for', async () => {
    const { produce, written } = await streamExports('u8')
    const reader = await produce(100, 10)
    await nextTurn()
    expect(written()).toBe(0)
    reader.close()
  })

  it('gives what several writes of one turn have in one chunk', async () => {
    const { produce } = await streamExports('u8')
    const reader = await produce(100, 7)
    const target = new Uint8Array(64)
    // The first read ends at once; the writer goes on after the second one has begun to wait.
    const reads = [reader.readInto(new Uint8Array(64)), reader.readInto(target)]
    expect(await Promise.all(reads)).toEqual([7, 64])
    expect([...target]).toEqual(expectedBytes(64, 7))
    reader.close()
  })

  it('is read into the caller’s array', async () => {
    const { produce } = await streamExports('u8')
    const reader = await produce(25, 25)
    const target = new Uint8Array(12).fill(255)
    expect(await reader.readInto(target.subarray(1, 11))).toBe(10)
    expect([...target]).toEqual([255, ...expectedBytes(10), 255])
    expect(await reader.readInto(target)).toBe(12)
    expect(await reader.readInto(target)).toBe(3)
    expect([...target.subarray(0, 3)]).toEqual(expectedBytes(3, 22))
    expect(await reader.readInto(target)).toBe(0)
  })

  it('takes arrays of its own numbers only', async () => {
    const { produce } = await streamExports('u16')
    const reader = await produce(3, 3)
    expect(() => reader.readInto(new Uint8Array(4))).toThrow(TypeError)
    const target = new Uint16Array(4)
    expect(await reader.readInto(target)).toBe(3)
    expect([...target]).toEqual([0x0100, 0x0302, 0x0504, 0])
  })

  const chunks: [ElementType, unknown[]][] = [
    ['u8', [Uint8Array.of(0, 1, 2)]],
    ['s8', [Int8Array.of(0, 1, 2)]],
    ['u16', [Uint16Array.of(0x0100, 0x0302, 0x0504)]],
    ['s32', [Int32Array.of(0x03020100, 0x07060504, 0x0b0a0908)]],
    ['u64', [BigUint64Array.of(0x0706050403020100n, 0x0f0e0d0c0b0a0908n, 0x1716151413121110n)]],
    ['bool', [false, true, false]],
    ['string', ['s0', 's1', 's2']],
  ]
  it.each(chunks)('of %s is iterated', async (type, expected) => {
    const { produce } = await streamExports(type)
    const seen: unknown[] = []
    for await (const value of await produce(3, 3)) seen.push(value)
    expect(seen).toEqual(expected)
  })

  it('of strings is read in arrays', async () => {
    const { produce } = await streamExports('string')
    const reader = await produce(5, 5)
    expect(await reader.read({ count: 2 })).toEqual({ value: ['s0', 's1'], done: false })
    expect(await reader.read()).toEqual({ value: 's2', done: false })
    expect(await reader.read({ count: 9 })).toEqual({ value: ['s3', 's4'], done: false })
    expect(await reader.read({ count: 9 })).toEqual({ value: undefined, done: true })
  })

  it('gives chunks that later ones do not change', async () => {
    const { produce } = await streamExports('u8')
    const seen: Uint8Array[] = []
    const reader = await produce(300, 100)
    for (let index = 0; index < 3; index++) seen.push((await reader.read({ count: 100 })).value as Uint8Array)
    expect(seen.flatMap((chunk) => [...chunk])).toEqual(expectedBytes(300))
  })

  it('ends for the writer when iteration is left', async () => {
    const { produce, written } = await streamExports('u8')
    for await (const chunk of await produce(1000, 10)) {
      expect((chunk as Uint8Array)[0]).toBe(0)
      break
    }
    await nextTurn()
    expect(written()).toBeLessThan(1000)
    const taken = written()
    await nextTurn()
    expect(written()).toBe(taken)
  })

  const ends = ['close', 'cancel', 'return', Symbol.dispose] as const
  it.each(ends)('ends by %s, with a read under way', async (end) => {
    const { same } = await streamExports('u8')
    const reader = await same(new ReadableStream())
    const reading = reader.read()
    await reader[end]()
    expect(await reading).toEqual({ value: undefined, done: true })
    expect(await reader.read()).toEqual({ value: undefined, done: true })
    expect(await reader.readInto(new Uint8Array(1))).toBe(0)
  })

  it('ends after a read that says so', async () => {
    const { produce } = await streamExports('u8')
    const reader = await produce(100, 100)
    expect((await reader.read({ count: 10, dropAfterCopy: true })).value).toHaveLength(10)
    expect(await reader.read()).toEqual({ value: undefined, done: true })
  })

  it('tells the writer with its last elements that it was the last read, whoever comes first', async () => {
    const { produce, payload, written } = await streamExports('u8')
    const reader = await produce(20, 10)
    const reads = [reader.read({ count: 10 }), reader.read({ count: 10, dropAfterCopy: true })]
    for (const { value } of await Promise.all(reads)) expect(value).toHaveLength(10)
    expect([payload(), written()]).toEqual([(10 << 4) | 1, 20])

    await (await produce(20, 20)).read({ count: 5, dropAfterCopy: true })
    await nextTurn()
    expect([payload(), written()]).toEqual([(5 << 4) | 1, 5])
  })

  it('is read by several callers in their order', async () => {
    const { produce } = await streamExports('u8')
    const reader = await produce(6, 1)
    const reads = await Promise.all([reader.read(), reader.readInto(new Uint8Array(1)), reader.read()])
    expect(reads).toEqual([{ value: 0, done: false }, 1, { value: 2, done: false }])
    reader.close()
  })

  describe('with a rejectLength', () => {
    it('reads nothing if the writer holds more', async () => {
      const { produce, written } = await streamExports('u8')
      const reader = await produce(20, 20)
      const result = await reader.read({ count: 10, rejectLength: 19 })
      expect(result).toEqual({ value: undefined, done: false, rejectedLength: 20 })
      expect(written()).toBe(0)
      reader.close()
    })

    it('reads if the writer does not', async () => {
      const { produce } = await streamExports('u8')
      const reader = await produce(20, 20)
      expect((await reader.read({ count: 10, rejectLength: 20 })).value).toHaveLength(10)
      expect((await reader.read({ count: 10, rejectLength: 10 })).value).toHaveLength(10)
      expect(await reader.read({ count: 0, rejectLength: 0 })).toEqual({ value: undefined, done: true })
    })

    it('of nothing tells an end from more', async () => {
      const { produce } = await streamExports('u8')
      const reader = await produce(20, 20)
      expect(await reader.read({ count: 0, rejectLength: 0 })).toMatchObject({ rejectedLength: 20 })
      reader.close()
    })
  })

  it('rejects reads when the writer traps', async () => {
    const { trap } = await streamExports('u8')
    const reader = await trap(5)
    expect((await reader.read({ count: 5 })).value).toHaveLength(5)
    const error = await reader.read().catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(TrapError)
    expect(await reader.read()).toEqual({ value: undefined, done: true })
  })
})

describe('a stream of a component that is given back', () => {
  it('is the same stream, whatever was read of it', async () => {
    const one = await streamExports('u8')
    const two = await streamExports('u8')
    const reader = await one.produce(100, 100)
    await reader.read({ count: 10 })
    expect(await two.consume(reader, 50)).toBe(90)
    expect(two.at(0)).toBe(10)
    await expect(two.consume(reader, 1)).rejects.toThrow(ResourceError)
    expect(await two.consume([1, 2], 10)).toBe(2)
  })

  it('has to have elements of the same type', async () => {
    const { produce } = await streamExports('u8')
    const strings = await streamExports('string')
    const reader = await produce(1, 1)
    await expect(strings.consume(reader, 1)).rejects.toThrow(TypeError)
    expect(await reader.read()).toEqual({ value: 0, done: false })
  })

  it('must not be read at that time', async () => {
    const { same } = await streamExports('u8')
    const reader = await same(new ReadableStream())
    const reading = reader.read()
    await expect(same(reader)).rejects.toThrow('while it is read')
    reader.close()
    await reading
  })
})
