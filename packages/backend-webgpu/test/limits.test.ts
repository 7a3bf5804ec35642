import type { ExecReport } from '@weft/backend'
import { expect, test } from 'vitest'
import { filled, gpu, openDevice, wordsOf } from './support/gpu.js'
import { callOf, countKernel, kernel } from './support/kernels.js'

/** A caller's device with the limits that every WebGPU device has: 128 MiB for a buffer. */
async function smallDevice() {
  const adapter = await gpu.requestAdapter()
  return openDevice({ device: await adapter!.requestDevice() })
}

test('limits are those of the adapter, not the least that WebGPU promises', async () => {
  const adapter = await gpu.requestAdapter()
  const { info } = await openDevice()
  const largest = Math.min(adapter!.limits.maxBufferSize, adapter!.limits.maxStorageBufferBindingSize)
  const most = 2 ** 32 - 2 ** 28
  expect(info.limits.maximumBufferBytes).toBeGreaterThan(Math.min(largest, most) - 2 ** 27)
  expect(info.limits.maximumBufferBytes).toBeLessThanOrEqual(largest)
})

test('buffers larger than the limit, and more of them than fit, are refused before anything is asked of the GPU', async () => {
  const device = await smallDevice()
  const { maximumBufferBytes } = device.info.limits
  expect(maximumBufferBytes).toBe(2 ** 27)
  const create = (size: number) => device.createBuffer(size, 'read_write')
  expect(() => create(maximumBufferBytes + 1)).toThrow(expect.objectContaining({ code: 'invalid-size' }))
  const half = create(maximumBufferBytes / 2)
  const other = create(maximumBufferBytes / 2 - 4096)
  expect(() => create(8192)).toThrow(expect.objectContaining({ code: 'out-of-memory' }))
  other.free()
  const again = create(8192)
  for (const buffer of [half, again]) buffer.free()
  const all = create(maximumBufferBytes)
  const stacked = await device.prepare(stackKernel)
  await expect(device.exec(callOf(stacked, 1, all))).rejects.toMatchObject({ code: 'out-of-memory' })
})

test('memory that the GPU does not have is an error, and the device stays usable', async () => {
  const device = await openDevice()
  const huge = device.createBuffer(device.info.limits.maximumBufferBytes, 'read_write')
  const outcome = await Promise.resolve(device.read(huge, new Uint8Array(4))).then(
    () => 'enough memory',
    (error) => error.code,
  )
  expect(['enough memory', 'out-of-memory']).toContain(outcome)
  huge.free()
  const bytes = Uint8Array.of(1, 2, 3)
  const small = await filled(device, bytes)
  const target = new Uint8Array(3)
  await device.read(small, target)
  expect(target).toEqual(bytes)
})

test('more workgroups than one dimension has', async () => {
  const device = await openDevice({ workgroupSize: 1 })
  const iterations = 2 * 65_535 + 3
  const counts = device.createBuffer(4 * (iterations + 1), 'read_write')
  const call = callOf(await device.prepare(countKernel), iterations, counts)
  const report = (await device.exec(call)) as ExecReport
  expect(report).toMatchObject({ groupSize: 1, parallelism: iterations })
  const expected = new Uint32Array(iterations + 1).fill(1)
  expected[iterations] = 0
  expect(await wordsOf(device, counts)).toEqual(expected)
})

/** Each iteration leaves its number on a stack of 64 KiB, and reads it back after a while. */
const stackKernel = kernel(
  `(local $frame i32) (local $rounds i32)
  (local.set $frame (i32.sub (global.get $stack_pointer) (i32.const 65536)))
  (global.set $stack_pointer (local.get $frame))
  (i32.store (local.get $frame) (local.get $i))
  (i32.store offset=65532 (local.get $frame) (local.get $i))
  (i32.store
    (i32.add (local.get $p0) (i32.shl (local.get $i) (i32.const 2)))
    (i32.add (i32.load (local.get $frame)) (i32.load offset=65532 (local.get $frame))))
  (global.set $stack_pointer (i32.add (local.get $frame) (i32.const 65536)))`,
  { rest: '(global $stack_pointer (mut i32) (i32.const 65536))' },
)

test('stacks that do not fit at once: the call is cut into dispatches', async () => {
  expect(stackKernel.stack?.sizeBytes).toBeGreaterThanOrEqual(65_536)
  const device = await openDevice()
  const iterations = 5000
  const sums = device.createBuffer(4 * iterations, 'read_write')
  const call = callOf(await device.prepare(stackKernel), iterations, sums)
  const { parallelism } = (await device.exec(call)) as ExecReport
  expect(parallelism).toBeLessThan(iterations / 2)
  const expected = Uint32Array.from({ length: iterations }, (_, iteration) => 2 * iteration)
  expect(await wordsOf(device, sums)).toEqual(expected)
})
