import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openDevice } from './support/gpu.js'

/** What a random program does with its buffers; numbers select among those that there are. */
const step = fc.oneof(
  fc.record({ kind: fc.constant('create' as const), sizeBytes: fc.integer({ min: 1, max: 70_000 }) }),
  fc.record({ kind: fc.constant('free' as const), which: fc.nat() }),
  fc.record({
    kind: fc.constant('write' as const),
    which: fc.nat(),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    seed: fc.nat(255),
  }),
  fc.record({
    kind: fc.constant('read' as const),
    which: fc.nat(),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
)

test('buffers hold what was written to them, and zeros else, whatever was made and freed before', async () => {
  const device = await openDevice()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
      const live = [] as { buffer: ReturnType<typeof device.createBuffer>; bytes: Uint8Array }[]
      const chosen = (which: number) => (live.length === 0 ? undefined : live[which % live.length])
      const expectContents = async (buffer: (typeof live)[number], length: number) => {
        const target = new Uint8Array(length)
        await device.read(buffer.buffer, target)
        expect(Buffer.compare(target, buffer.bytes.subarray(0, length))).toBe(0)
      }
      for (const action of steps) {
        if (action.kind === 'create') {
          const buffer = device.createBuffer(action.sizeBytes, 'read_write')
          live.push({ buffer, bytes: new Uint8Array(action.sizeBytes) })
          continue
        }
        const target = chosen(action.which)
        if (target === undefined) continue
        if (action.kind === 'free') {
          target.buffer.free()
          live.splice(live.indexOf(target), 1)
          continue
        }
        const length = Math.round(action.share * target.bytes.length)
        if (action.kind === 'read') await expectContents(target, length)
        else {
          const source = Uint8Array.from({ length }, (_, index) => action.seed + index)
          target.bytes.set(source)
          await device.write(target.buffer, source)
        }
      }
      for (const buffer of live) await expectContents(buffer, buffer.bytes.length)
      for (const { buffer } of live) buffer.free()
    }),
    { numRuns: 40 },
  )
})

test('contents stay when the arena grows, and large ones come and go in pieces', async () => {
  const device = await openDevice()
  const small = Uint8Array.of(1, 2, 3, 4, 5)
  const first = device.createBuffer(5, 'read_write')
  await device.write(first, small)
  const size = 2 ** 25 + 7
  const large = Uint8Array.from({ length: size }, (_, index) => (index * 31) ^ (index >>> 8))
  const second = device.createBuffer(size + 3, 'read_write')
  await device.write(second, large)
  const target = new Uint8Array(size + 3)
  await device.read(second, target)
  expect(Buffer.compare(target.subarray(0, size), large)).toBe(0)
  expect(target.subarray(size)).toEqual(new Uint8Array(3))
  const again = new Uint8Array(5)
  await device.read(first, again)
  expect(again).toEqual(small)
})
