import { TrapError } from '@weft/core'
import { describe, expect, it } from 'vitest'
import { expectedBytes, readableOf, type StreamExports, streamExports } from './stream-exports.js'
import type { ElementType } from './streams.js'

const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

function bytesAt({ at }: StreamExports, count: number): number[] {
  return Array.from({ length: count }, (_, index) => at(index))
}

async function* chunksOf(chunks: Iterable<unknown>): AsyncGenerator<unknown> {
  yield* chunks
}

/** A source that counts what is asked of it. */
function countingSource(pull: (index: number) => unknown) {
  const seen = { pulls: 0, returned: [] as unknown[] }
  const iterator = {
    next: () => pull(seen.pulls++),
    return: (reason?: unknown) => {
      seen.returned.push(reason)
      return { value: undefined, done: true }
    },
  }
  return { seen, stream: { [Symbol.asyncIterator]: () => iterator } }
}

describe('a stream of bytes for a component', () => {
  const bytes = Uint8Array.from(expectedBytes(10))
  const sources: [string, () => unknown][] = [
    ['a typed array', () => bytes],
    ['a Buffer', () => Buffer.from(bytes)],
    ['an ArrayBuffer', () => bytes.slice().buffer],
    ['an array', () => [...bytes]],
    ['a set', () => new Set(bytes)],
    ['an array of chunks', () => [bytes.subarray(0, 3), [3, 4], bytes.slice(5).buffer]],
    ['a generator of bytes', () => bytes.values()],
    ['an async generator of bytes', () => chunksOf(bytes)],
    [
      'an async generator of chunks',
      () => chunksOf([bytes.subarray(0, 3), [], [3, 4], 5, bytes.slice(6).buffer]),
    ],
    ['a ReadableStream', () => readableOf([bytes.subarray(0, 7), bytes.subarray(7)])],
    ['a byte source', () => new Blob([bytes]).stream()],
    ['a reader with read()', () => readerOf([bytes.subarray(0, 7), bytes.subarray(7)])],
  ]
  it.each(sources)('is taken from %s', async (_, source) => {
    for (const chunk of [1, 3, 100]) {
      const exports = await streamExports('u8')
      expect(await exports.consume(source(), chunk)).toBe(10)
      expect(bytesAt(exports, 10)).toEqual([...bytes])
    }
  })

  it.each([
    ['all elements at once', () => bytes],
    ['a ReadableStream that is closed', () => readableOf([bytes])],
  ] as const)('tells its end with the last elements where that is known: %s', async (_, source) => {
    const { take, payload } = await streamExports('u8')
    for (const [count, dropped] of [
      [9, 0],
      [10, 1],
    ] as const) {
      expect(await take(source(), count)).toBe(count)
      expect(payload()).toBe((count << 4) | dropped)
    }
  })

  it.each([undefined, null])('is empty for %s', async (nothing) => {
    const { consume } = await streamExports('u8')
    expect(await consume(nothing, 3)).toBe(0)
  })

  it.each([1, 'text', true, {}, () => undefined])('is refused for %s', async (wrong) => {
    const { consume } = await streamExports('u8')
    await expect(consume(wrong, 3)).rejects.toThrow(TypeError)
    expect(await consume([1], 3)).toBe(1)
  })

  it('is refused for a ReadableStream that is locked', async () => {
    const { consume } = await streamExports('u8')
    const stream = readableOf([bytes])
    stream.getReader()
    await expect(consume(stream, 3)).rejects.toThrow(TypeError)
  })
})

/** An object like the readers of `preview3-shim`. */
function readerOf(chunks: unknown[]) {
  return { read: async () => chunks.shift() ?? null }
}

describe('a stream for a component', () => {
  const others: [ElementType, unknown][] = [
    ['u16', Uint16Array.of(1, 2, 3)],
    ['u16', [1, 2, 3]],
    ['u16', new Uint8Array([1, 2, 3])],
    ['s8', [-1, 2, 3]],
    ['u64', [1n, 2n, 3n]],
    ['u64', BigUint64Array.of(1n, 2n, 3n)],
    ['f64', [0.5, 1, 2]],
    ['bool', [true, false, true]],
    ['string', ['a', 'longer', '']],
    ['string', chunksOf(['a', 'longer', ''])],
    ['string', readableOf(['a', 'longer', ''])],
  ]
  it.each(others)('of %s keeps its elements', async (type, source) => {
    const { consume } = await streamExports(type)
    expect(await consume(source, 2)).toBe(3)
  })

  it('keeps its elements when it comes back', async () => {
    const { same } = await streamExports('string')
    const seen: unknown[] = []
    for await (const text of await same(chunksOf(['a', 'b']))) seen.push(text)
    expect(seen).toEqual(['a', 'b'])
  })

  it('is pulled from only when the component reads', async () => {
    const { same, take } = await streamExports('u8')
    const { seen, stream } = countingSource(() => ({ value: Uint8Array.of(1, 2, 3), done: false }))
    const reader = await same(stream)
    await nextTurn()
    expect(seen.pulls).toBe(0)
    expect(await take(reader, 2)).toBe(2)
    expect(seen.pulls).toBe(1)
  })

  it('gives the rest of a chunk before it pulls again', async () => {
    const { same } = await streamExports('u8')
    const { seen, stream } = countingSource(() => ({ value: Uint8Array.of(1, 2, 3), done: false }))
    const reader = await same(stream)
    expect((await reader.read({ count: 2 })).value).toEqual(Uint8Array.of(1, 2))
    expect((await reader.read({ count: 2 })).value).toEqual(Uint8Array.of(3))
    expect(seen.pulls).toBe(1)
    reader.close()
  })

  it('tells its source once when the component drops it', async () => {
    const { take } = await streamExports('u8')
    const { seen, stream } = countingSource(() => ({ value: 1, done: false }))
    expect(await take(stream, 1)).toBe(1)
    expect(seen.returned).toHaveLength(1)
  })

  it.each([Symbol.asyncDispose, Symbol.dispose])(
    'disposes of a source whose iterator cannot return: %s',
    async (dispose) => {
      const { take } = await streamExports('u8')
      let disposals = 0
      const stream = {
        [Symbol.asyncIterator]: () => ({ next: () => ({ value: 1, done: false }) }),
        [dispose]: () => disposals++,
      }
      expect(await take(stream, 1)).toBe(1)
      expect(disposals).toBe(1)
    },
  )

  it('tells its source nothing when it has ended', async () => {
    const { consume } = await streamExports('u8')
    const { seen, stream } = countingSource((index) => ({ value: index, done: index === 2 }))
    expect(await consume(stream, 1)).toBe(2)
    expect(seen.returned).toHaveLength(0)
  })

  it('cancels a ReadableStream when the component drops it', async () => {
    const { take } = await streamExports('u8')
    let cancelled = 0
    const stream = new ReadableStream({
      pull: (controller) => controller.enqueue(Uint8Array.of(1)),
      cancel: () => {
        cancelled++
      },
    })
    expect(await take(stream, 1)).toBe(1)
    await nextTurn()
    expect(cancelled).toBe(1)
  })

  it('keeps what comes after a read was cancelled', async () => {
    const { cancel, same } = await streamExports('u8')
    expect(await cancel(new ReadableStream())).toBe(2)
    let give: (result: unknown) => void = () => undefined
    const { stream } = countingSource((index) =>
      index > 0 ? { value: undefined, done: true } : new Promise((resolve) => (give = resolve)),
    )
    const reader = await same(stream)
    const reading = reader.read()
    give({ value: [7, 8], done: false })
    expect(await reading).toEqual({ value: 7, done: false })
    expect(await reader.read()).toEqual({ value: 8, done: false })
    expect(await reader.read()).toEqual({ value: undefined, done: true })
  })

  const failures: [string, (error: unknown) => unknown][] = [
    ['rejects', (error) => Promise.reject(error)],
    [
      'throws',
      (error) => {
        throw error
      },
    ],
  ]
  it.each(failures)('ends, and the host is told, when its source %s', async (_, fail) => {
    const errors: unknown[] = []
    const { consume } = await streamExports('u8', { onError: (error) => errors.push(error) })
    const broken = new TypeError('broken')
    const { stream } = countingSource((index) => (index < 2 ? { value: index, done: false } : fail(broken)))
    expect(await consume(stream, 1)).toBe(2)
    expect(errors).toEqual([broken])
  })

  const wrongs: [ElementType, unknown][] = [
    ['u8', 'text'],
    ['u8', { length: 1 }],
    ['u8', [1, 'text']],
    ['u8', [256]],
    ['u64', 1],
    ['string', 1],
  ]
  it.each(wrongs)('of %s ends, and the host is told, at %j', async (type, wrong) => {
    const errors: unknown[] = []
    const { consume } = await streamExports(type, { onError: (error) => errors.push(error) })
    const { seen, stream } = countingSource(() => ({ value: wrong, done: false }))
    expect(await consume(stream, 3)).toBe(0)
    expect(errors).toHaveLength(1)
    expect(errors[0]).toSatisfy((error) => error instanceof TypeError || error instanceof RangeError)
    expect(seen.returned).toHaveLength(1)
  })

  it('may have a source that closes its reader', async () => {
    const { same } = await streamExports('u8')
    const { seen, stream } = countingSource(() => {
      reader.close()
      return { value: 1, done: false }
    })
    const reader = await same(stream)
    expect(await reader.read()).toEqual({ value: undefined, done: true })
    expect(seen.returned).toHaveLength(1)
  })

  it('that makes the component trap ends it', async () => {
    const exports = await streamExports('string')
    const tooLong = 'x'.repeat(300_000)
    const error = await exports.consume(chunksOf([tooLong]), 1).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(TrapError)
    expect(() => exports.written()).toThrow('cannot enter component instance')
  })

  it('waits for its source, which is no deadlock', async () => {
    const { consume } = await streamExports('u8')
    let give: (result: unknown) => void = () => undefined
    const { stream } = countingSource((index) =>
      index > 0 ? { value: undefined, done: true } : new Promise((resolve) => (give = resolve)),
    )
    const sum = consume(stream, 1)
    for (let turn = 0; turn < 3; turn++) await nextTurn()
    give({ value: 1, done: false })
    expect(await sum).toBe(1)
  })
})
