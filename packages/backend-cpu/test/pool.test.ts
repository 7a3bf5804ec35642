import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import type { Device, PreparedKernel } from '@weft/backend'
import { createCpuBackend, type NodeCpuBackendOptions } from '@weft/backend-cpu'
import { afterEach, describe, expect, test } from 'vitest'
import { countIterations, emptyKernel, endlessKernel } from './kernels.js'

const dyingWorker = new URL('./fixtures/dying-worker.js', import.meta.url)

async function open(options: NodeCpuBackendOptions = {}): Promise<Device> {
  const backend = createCpuBackend({ threads: 2, ...options })
  const { devices } = await backend.probe()
  return backend.open(devices[0]!)
}

/** Runs the counting kernel and returns how many iterations it saw. */
function count(device: Device, iterations: number, kernel = device.prepare(countIterations)): number {
  const buffer = device.createBuffer(4096, 'read_write')
  device.exec({
    kernel: kernel as PreparedKernel,
    iterations,
    blockSize: 1,
    inBuffers: [],
    outBuffers: [buffer],
  })
  const words = new Int32Array(1024)
  device.read(buffer, new Uint8Array(words.buffer))
  buffer.free()
  return words.reduce((sum, word) => sum + word, 0)
}

/** Dispatches until a worker has met its fate, which is a matter of scheduling. */
async function untilLost(device: Device): Promise<unknown> {
  const kernel = device.prepare(countIterations)
  for (let attempt = 0; attempt < 20_000; attempt++) {
    try {
      count(device, 500_000, kernel as PreparedKernel)
    } catch (error) {
      return error
    }
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  return undefined
}

describe('workers that end', () => {
  afterEach(() => {
    delete process.env.WEFT_TEST_WORKER
  })

  test('in the middle of a call: the call fails, the next one works with a new worker', async () => {
    process.env.WEFT_TEST_WORKER = 'busy'
    await using device = await open({ workerUrl: dyingWorker })
    const error = await untilLost(device)
    expect(error).toMatchObject({ code: 'device-lost' })
    delete process.env.WEFT_TEST_WORKER
    expect(count(device, 100_000)).toBe(100_000)
  })

  test('while idle: no call notices', async () => {
    process.env.WEFT_TEST_WORKER = 'idle'
    await using device = await open({ workerUrl: dyingWorker })
    for (let round = 0; round < 20; round++) {
      expect(count(device, 10_000)).toBe(10_000)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  })
})

test('workers that cannot start: calls without a limit run on the calling thread, others fail', async () => {
  await using device = await open({ workerUrl: new URL('./fixtures/no-such-worker.js', import.meta.url) })
  expect(count(device, 10_000)).toBe(10_000)
  const kernel = device.prepare(emptyKernel) as PreparedKernel
  const call = { kernel, iterations: 4, blockSize: 1, inBuffers: [], outBuffers: [] }
  await expect(device.exec(call, new AbortController().signal)).rejects.toMatchObject({ code: 'device-lost' })
  expect(count(device, 10_000)).toBe(10_000)
})

test('2^32 − 1 iterations of an empty kernel', async () => {
  await using device = await open()
  const kernel = device.prepare(emptyKernel) as PreparedKernel
  const iterations = 2 ** 32 - 1
  const call = { kernel, iterations, blockSize: 1, inBuffers: [], outBuffers: [] }
  expect(device.exec(call)).toMatchObject({ blockSize: 1 })
})

test('a call beside one with a signal runs on the calling thread', async () => {
  await using device = await open()
  const endless = device.prepare(endlessKernel) as PreparedKernel
  const abort = new AbortController()
  const running = device.exec(
    { kernel: endless, iterations: 2, blockSize: 1, inBuffers: [], outBuffers: [] },
    abort.signal,
  )
  expect(count(device, 10_000)).toBe(10_000)
  abort.abort()
  await expect(running).rejects.toMatchObject({ code: 'cancelled' })
  expect(count(device, 10_000)).toBe(10_000)
})

test('calls from two threads of the program at once', async () => {
  const runner = new URL('./fixtures/count-in-worker.js', import.meta.url)
  const results = [1, 2].map(
    () =>
      new Promise((resolve, reject) => {
        const worker = new Worker(runner)
        worker.once('message', resolve)
        worker.once('error', reject)
      }),
  )
  expect(await Promise.all(results)).toEqual([true, true])
})

test('an idle pool lets the process end', async () => {
  const script = fileURLToPath(new URL('./fixtures/idle-process.js', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [script], { timeout: 300_000 })
  expect(stdout.trim()).toBe('done')
})

test('the device is closed at the end of its scope', async () => {
  const device = await open()
  const kernel = device.prepare(emptyKernel) as PreparedKernel
  await device[Symbol.asyncDispose]()
  const call = { kernel, iterations: 1, blockSize: 1, inBuffers: [], outBuffers: [] }
  expect(() => device.exec(call)).toThrow(expect.objectContaining({ code: 'device-lost' }))
})
