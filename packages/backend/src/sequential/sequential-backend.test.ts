import { expect, test } from 'vitest'
import { countKernel, stackKernel, staticsKernel } from '../generated/contract-kernels.js'
import type { Device, KernelModule } from '../interface.js'
import { createSequentialBackend } from './sequential-backend.js'

async function openDevice(): Promise<Device> {
  const backend = createSequentialBackend()
  const { devices } = await backend.probe()
  return backend.open(devices[0]!)
}

async function codeOf(action: () => unknown): Promise<unknown> {
  try {
    await action()
  } catch (error) {
    return error !== null && typeof error === 'object' && 'code' in error ? error.code : error
  }
  return undefined
}

test('a second buffer of the largest size is an out-of-memory error, and the first stays usable', async () => {
  const device = await openDevice()
  const largest = device.info.limits.maximumBufferBytes
  const buffer = device.createBuffer(largest, 'read_write')
  expect(await codeOf(() => device.createBuffer(largest, 'read_write'))).toBe('out-of-memory')
  device.write(buffer, Uint8Array.of(1, 2, 3))
  const target = new Uint8Array(3)
  device.read(buffer, target)
  expect([...target]).toEqual([1, 2, 3])
  buffer.free()
  device.createBuffer(1, 'read').free()
})

test('opens no device that it did not list', async () => {
  const backend = createSequentialBackend()
  const { devices } = await backend.probe()
  expect(await codeOf(() => backend.open({ ...devices[0]!, backend: 'cpu' }))).toBe('no-device')
})

test('an aborted signal is refused, though a running kernel cannot be ended', async () => {
  const device = await openDevice()
  expect(await codeOf(() => device.prepare(countKernel, AbortSignal.abort()))).toBe('cancelled')
})

test('a released kernel is refused', async () => {
  const device = await openDevice()
  const kernel = await device.prepare(countKernel)
  kernel.release()
  const outBuffers = [device.createBuffer(4, 'write')]
  const call = { kernel, iterations: 1, blockSize: 1, inBuffers: [], outBuffers }
  expect(await codeOf(() => device.exec(call))).toBe('invalid-kernel')
})

const wrongKernels: Record<string, Partial<KernelModule>> = {
  'another number of buffers than its parameters': { bufferCount: 2 },
  'a stack pointer it does not export': { stack: { exportName: 'sp', sizeBytes: 64 } },
  'a global it does not export': { globals: [{ exportName: 'g', type: 'i32', initial: 0 }] },
}

test.each(Object.entries(wrongKernels))('a kernel with %s is refused', async (_, wrong) => {
  const device = await openDevice()
  expect(await codeOf(() => device.prepare({ ...countKernel, ...wrong }))).toBe('invalid-kernel')
})

test('a module that imports something else, or exports no kernel, is refused', async () => {
  const device = await openDevice()
  const foreignImport = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 2, 7, 1, 1, 97, 1, 98, 0, 0]
  for (const bytes of [foreignImport, foreignImport.slice(0, 8)]) {
    expect(await codeOf(() => device.prepare({ ...countKernel, bytes: Uint8Array.from(bytes) }))).toBe(
      'invalid-kernel',
    )
  }
})

test('static data outside its range is refused, in a kernel and in a call', async () => {
  const device = await openDevice()
  const statics = [{ address: 2046, bytes: new Uint8Array(3) }]
  expect(await codeOf(() => device.prepare({ ...staticsKernel, statics }))).toBe('out-of-bounds')
  const kernel = await device.prepare(staticsKernel)
  const outBuffers = [device.createBuffer(8, 'write')]
  const call = { kernel, iterations: 1, blockSize: 1, inBuffers: [], outBuffers, statics }
  expect(await codeOf(() => device.exec(call))).toBe('out-of-bounds')
})

test('malformed shared calls are refused', async () => {
  const device = await openDevice()
  const kernel = await device.prepare(stackKernel)
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536, shared: true })
  const range = { address: 0, sizeBytes: 4 }
  const call = { kernel, memory, iterations: 1, blockSize: 1, inBuffers: [], outBuffers: [range] }
  const stacks = { address: 4096, sizeBytes: 4096 }
  expect(await codeOf(() => device.exec({ ...call, stacks }))).toBeUndefined()
  expect(await codeOf(() => device.exec(call))).toBeInstanceOf(TypeError)
  expect(await codeOf(() => device.exec({ ...call, stacks: { ...stacks, sizeBytes: 4095 } }))).toBe(
    'out-of-bounds',
  )
  expect(await codeOf(() => device.exec({ ...call, stacks, globals: [1] }))).toBe('kernel-signature')
  const unshared = new WebAssembly.Memory({ initial: 1 })
  expect(await codeOf(() => device.exec({ ...call, stacks, memory: unshared }))).toBeInstanceOf(TypeError)
  const outBuffers = [device.createBuffer(4, 'write')]
  expect(await codeOf(() => device.exec({ ...call, stacks, outBuffers }))).toBeInstanceOf(TypeError)
})
