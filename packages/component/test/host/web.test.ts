import { describe, expect, it } from 'vitest'
import { createStreamWriter, fromReadableStream, toReadableStream } from '../../src/web.js'
import { expectedBytes, readableOf, streamExports } from './stream-exports.js'

const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

async function allOf(stream: ReadableStream): Promise<unknown[]> {
  const reader = stream.getReader()
  const seen: unknown[] = []
  for (let { value, done } = await reader.read(); !done; { value, done } = await reader.read())
    seen.push(value)
  return seen
}

describe('toReadableStream', () => {
  it('gives bytes in chunks', async () => {
    const { produce } = await streamExports('u8')
    const chunks = (await allOf(toReadableStream(await produce(1000, 100)))) as Uint8Array[]
    expect(chunks.flatMap((chunk) => [...chunk])).toEqual(expectedBytes(1000))
  })

  it('reads into the buffer of a BYOB reader', async () => {
    const { produce } = await streamExports('u8')
    const reader = toReadableStream(await produce(15, 15)).getReader({ mode: 'byob' })
    const { value } = await reader.read(new Uint8Array(new ArrayBuffer(20), 4, 10))
    expect([...value!]).toEqual(expectedBytes(10))
    expect([...new Uint8Array(value!.buffer)].slice(0, 5)).toEqual([0, 0, 0, 0, 0])
    expect([...(await reader.read(new Uint8Array(10))).value!]).toEqual(expectedBytes(5, 10))
    expect((await reader.read(new Uint8Array(10))).done).toBe(true)
  })

  it('reads nothing before the consumer asks', async () => {
    const { produce, written } = await streamExports('u8')
    const stream = toReadableStream(await produce(100, 100))
    await nextTurn()
    expect(written()).toBe(0)
    await stream.cancel()
  })

  it('tells the component when it is cancelled, with a read under way or not', async () => {
    for (const reading of [false, true]) {
      const { same } = await streamExports('u8')
      let cancelled = 0
      const source = new ReadableStream({
        cancel: () => {
          cancelled++
        },
      })
      const reader = toReadableStream(await same(source)).getReader()
      const read = reading ? reader.read() : undefined
      await nextTurn()
      await reader.cancel('enough')
      expect(await read).toEqual(reading ? { value: undefined, done: true } : undefined)
      expect(cancelled).toBe(1)
    }
  })

  it('fails when the writer traps', async () => {
    const { trap } = await streamExports('u8')
    await expect(allOf(toReadableStream(await trap(5)))).rejects.toThrow('unreachable')
  })

  it('gives numbers in typed arrays and other elements one by one', async () => {
    const numbers = await streamExports('u16')
    expect(await allOf(toReadableStream(await numbers.produce(2, 2)))).toEqual([
      Uint16Array.of(0x0100, 0x0302),
    ])
    const strings = await streamExports('string')
    expect(await allOf(toReadableStream(await strings.produce(2, 2)))).toEqual(['s0', 's1'])
  })

  it('can be piped', async () => {
    const { produce } = await streamExports('u8')
    const seen: number[] = []
    const sink = new WritableStream<Uint8Array>({ write: (chunk) => void seen.push(...chunk) })
    await toReadableStream(await produce(1000, 100)).pipeTo(sink)
    expect(seen).toEqual(expectedBytes(1000))
  })
})

describe('fromReadableStream', () => {
  it('reads a byte source through one buffer', async () => {
    const exports = await streamExports('u8')
    const views = new Set<number>()
    let next = 0
    const source = new ReadableStream({
      type: 'bytes',
      pull(controller) {
        const view = controller.byobRequest!.view as Uint8Array
        views.add(view.byteLength)
        const count = Math.min(view.byteLength, 30 - next)
        for (let index = 0; index < count; index++) view[index] = next++
        if (count === 0) controller.close()
        controller.byobRequest!.respond(count)
      },
    })
    expect(await exports.consume(fromReadableStream(source, { chunkBytes: 8 }), 3)).toBe(30)
    expect([...views]).toEqual([8])
    expect(Array.from({ length: 30 }, (_, index) => exports.at(index))).toEqual(expectedBytes(30))
  })

  it('takes other streams as they are', async () => {
    const { consume } = await streamExports('string')
    expect(await consume(fromReadableStream(readableOf(['a', 'b'])), 1)).toBe(2)
  })

  it('cancels the stream when the component stops reading', async () => {
    const { take } = await streamExports('u8')
    let cancelled = 0
    const source = new ReadableStream({
      type: 'bytes',
      pull: (controller) => controller.enqueue(new Uint8Array(8)),
      cancel: () => {
        cancelled++
      },
    })
    expect(await take(fromReadableStream(source), 4)).toBe(4)
    await nextTurn()
    expect(cancelled).toBe(1)
  })

  it('refuses a stream that is locked', () => {
    const stream = readableOf([])
    stream.getReader()
    expect(() => fromReadableStream(stream)).toThrow(TypeError)
  })
})

describe('createStreamWriter', () => {
  it('gives the component what is written, at its pace', async () => {
    const { same } = await streamExports('u8')
    const { stream, writable } = createStreamWriter()
    const reader = await same(stream)
    const writer = writable.getWriter()
    let written = 0
    const first = writer.write(Uint8Array.of(1, 2)).then(() => written++)
    await nextTurn()
    expect((await reader.read({ count: 9 })).value).toEqual(Uint8Array.of(1, 2))
    await nextTurn()
    expect(written).toBe(0)
    const reading = reader.read({ count: 9 })
    await first
    expect(written).toBe(1)
    const second = writer.write(Uint8Array.of(3))
    expect((await reading).value).toEqual(Uint8Array.of(3))
    const last = reader.read({ count: 9 })
    await second
    await writer.close()
    expect((await last).done).toBe(true)
  })

  it('ends the stream when it is closed', async () => {
    const { consume } = await streamExports('u8')
    const { stream, writable } = createStreamWriter()
    const sum = consume(stream, 2)
    await readableOf([Uint8Array.of(1, 2, 3), Uint8Array.of(4)]).pipeTo(writable)
    expect(await sum).toBe(4)
  })

  it('fails writes when the component stops reading', async () => {
    const { take } = await streamExports('u8')
    const { stream, writable } = createStreamWriter()
    const writer = writable.getWriter()
    const outcomes = [writer.write(Uint8Array.of(1)), writer.closed].map((each) =>
      each.catch((error) => error.message),
    )
    expect(await take(stream, 1)).toBe(1)
    expect(await Promise.all(outcomes)).toEqual(Array(2).fill('the component reads no more from the stream'))
    await expect(writer.write(Uint8Array.of(2))).rejects.toThrow('reads no more')
  })

  it('ends the stream when it is aborted, with a write under way, and tells the host why', async () => {
    const errors: unknown[] = []
    const { same } = await streamExports('u8', { onError: (error) => errors.push(error) })
    const { stream, writable } = createStreamWriter()
    const reader = await same(stream)
    const writer = writable.getWriter()
    const writing = writer.write(Uint8Array.of(1)).catch((error: unknown) => error)
    expect((await reader.read({ count: 1 })).value).toEqual(Uint8Array.of(1))
    const reason = new TypeError('enough')
    await writer.abort(reason)
    expect(await writing).toBe(reason)
    expect(await reader.read()).toEqual({ value: undefined, done: true })
    expect(errors).toEqual([reason])
  })
})
