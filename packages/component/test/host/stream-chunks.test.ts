import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StreamReader } from '../../src/host/stream-reader.js'
import { expectedBytes, streamExports } from './stream-exports.js'

type Reading = (reader: StreamReader, size: number) => Promise<ArrayLike<number> | undefined>

/** The ways to read; undefined at the end. */
const readings: Reading[] = [
  async (reader) => {
    const { value, done } = await reader.read()
    return done ? undefined : [value as number]
  },
  async (reader, count) => (await reader.read({ count })).value as Uint8Array | undefined,
  async (reader, size) => {
    const target = new Uint8Array(size)
    const count = await reader.readInto(target)
    return count === 0 ? undefined : target.subarray(0, count)
  },
  async (reader) => (await reader.next()).value as Uint8Array | undefined,
]

const plan = fc.array(
  fc.record({ way: fc.nat(readings.length - 1), size: fc.integer({ min: 1, max: 40 }) }),
  {
    minLength: 1,
  },
)

async function readAll(
  reader: StreamReader,
  steps: readonly { way: number; size: number }[],
): Promise<number[]> {
  const bytes: number[] = []
  for (let step = 0; ; step++) {
    const { way, size } = steps[step % steps.length]!
    const chunk = await readings[way]!(reader, size)
    if (chunk === undefined) return bytes
    expect(chunk.length).toBeGreaterThan(0)
    bytes.push(...Array.from(chunk))
  }
}

const { produce, same, consume, at } = await streamExports('u8')

describe('whatever the sizes of chunks on both sides, all bytes arrive in order', () => {
  it('from a component to JavaScript', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(200), fc.integer({ min: 1, max: 60 }), plan, async (count, chunk, steps) => {
        expect(await readAll(await produce(count, chunk), steps)).toEqual(expectedBytes(count))
      }),
      { numRuns: 200 },
    )
  })

  const chunks = fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 8 })

  it('from JavaScript to JavaScript', async () => {
    await fc.assert(
      fc.asyncProperty(chunks, plan, async (given, steps) => {
        const bytes = given.flatMap((chunk) => [...chunk])
        expect(await readAll(await same(given.values()), steps)).toEqual(bytes)
      }),
      { numRuns: 200 },
    )
  })

  it('from JavaScript to a component', async () => {
    await fc.assert(
      fc.asyncProperty(chunks, fc.integer({ min: 1, max: 60 }), async (given, size) => {
        const bytes = given.flatMap((chunk) => [...chunk])
        expect(await consume(given.values(), size)).toBe(bytes.length)
        expect(bytes.map((_, index) => at(index))).toEqual(bytes)
      }),
      { numRuns: 200 },
    )
  })
})
