import type { Device, DeviceBuffer, PreparedKernel } from '@weft/backend'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openDevice } from './support/gpu.js'
import { callOf, kernel } from './support/kernels.js'

/** What a random program does next; `which` selects among the buffers that there are, `percent` is a part of one. */
const step = fc.record({
  kind: fc.constantFrom('create', 'create', 'free', 'write', 'write', 'read', 'run'),
  which: fc.nat(),
  percent: fc.oneof(fc.constant(100), fc.integer({ min: 0, max: 100 })),
  sizeBytes: fc.oneof(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 70_000 })),
  seed: fc.nat(255),
  isShared: fc.boolean(),
  waits: fc.boolean(),
})

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** Adds 1 to byte `$i`. */
const increment = kernel(`
  (local.set $p0 (i32.add (local.get $p0) (local.get $i)))
  (i32.store8 (local.get $p0) (i32.add (i32.load8_u (local.get $p0)) (i32.const 1)))`)

/** Buffers of a device, and what should be in them. */
class Model {
  private readonly device: Device
  private readonly kernel: PreparedKernel
  private readonly live: { readonly buffer: DeviceBuffer; readonly bytes: Uint8Array }[] = []
  private readonly pending: Promise<unknown>[] = []

  constructor(device: Device, prepared: PreparedKernel) {
    this.device = device
    this.kernel = prepared
  }

  async take(action: Step): Promise<void> {
    if (action.kind === 'create') this.create(action.sizeBytes)
    else if (this.live.length > 0) this.pending.push(this.use(action, action.which % this.live.length))
    if (action.waits) await this.settle()
  }

  async close(): Promise<void> {
    for (const [index, { bytes }] of this.live.entries()) this.pending.push(this.read(index, bytes.length))
    await this.settle()
    for (const { buffer } of this.live) buffer.free()
  }

  private create(sizeBytes: number): void {
    const buffer = this.device.createBuffer(sizeBytes, 'read_write')
    this.live.push({ buffer, bytes: new Uint8Array(sizeBytes) })
  }

  private async use({ kind, percent, seed, isShared }: Step, index: number): Promise<void> {
    const { buffer, bytes } = this.live[index]!
    const length = Math.round((percent / 100) * bytes.length)
    if (kind === 'read') return this.read(index, length)
    if (kind === 'run') return this.run(index, length)
    if (kind === 'free') {
      this.live.splice(index, 1)
      await this.settle()
      return buffer.free()
    }
    const source = new Uint8Array(isShared ? new SharedArrayBuffer(length) : new ArrayBuffer(length))
    for (let at = 0; at < length; at++) source[at] = seed + at
    bytes.set(source)
    await this.device.write(buffer, source)
  }

  private async read(index: number, length: number): Promise<void> {
    const { buffer, bytes } = this.live[index]!
    const expected = bytes.slice(0, length)
    const target = new Uint8Array(length)
    await this.device.read(buffer, target)
    expect(Buffer.compare(target, expected)).toBe(0)
  }

  private async run(index: number, length: number): Promise<void> {
    const { buffer, bytes } = this.live[index]!
    for (let at = 0; at < length; at++) bytes[at]!++
    await this.device.exec(callOf(this.kernel, length, buffer))
  }

  /** Waits for what was begun so far. */
  private async settle(): Promise<void> {
    await Promise.all(this.pending.splice(0))
  }
}

test('buffers hold what was written to them and zeros else, in the order in which it was asked for', async () => {
  const device = await openDevice()
  const prepared = await device.prepare(increment)
  const program = fc.array(step, { minLength: 5, maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(program, async (steps) => {
      const model = new Model(device, prepared)
      for (const action of steps) await model.take(action)
      await model.close()
    }),
    { numRuns: 100 },
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
