import type { Device, KernelModule, PreparedKernel } from '@weft/backend'
import { createCpuBackend } from '@weft/backend-cpu'
import { TimeoutError } from '@weft/core'
import { describe, expect, test } from 'vitest'
import { countIterations, emptyKernel, endlessKernel, kernel } from './kernels.js'

/** Iteration 1 never ends; iteration 0 traps when that has begun. */
const trapAndEndless = kernel(`
  (if (local.get $i)
    (then (i32.atomic.store (local.get $p0) (i32.const 1)) (loop $again (br $again)))
    (else (loop $wait (br_if $wait (i32.eqz (i32.atomic.load (local.get $p0))))) (unreachable)))`)

async function open(threads = 2): Promise<Device> {
  const backend = createCpuBackend({ threads })
  const { devices } = await backend.probe()
  return backend.open(devices[0]!)
}

function callOf(device: Device, module: KernelModule, rest: object = {}) {
  const prepared = device.prepare(module) as PreparedKernel
  return { kernel: prepared, iterations: 2, blockSize: 1, inBuffers: [], outBuffers: [], ...rest }
}

function errorOf(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  return undefined
}

describe('a trap beside an iteration that never ends', () => {
  test('a time limit ends it, and the trap is told', async () => {
    await using device = await open()
    let error: unknown
    for (const timeLimitMs of [300, 3_000, 30_000]) {
      const outBuffers = [device.createBuffer(4, 'read_write')]
      error = errorOf(() => device.exec(callOf(device, trapAndEndless, { timeLimitMs, outBuffers })))
      // Whether both iterations begin in a short time is a matter of scheduling.
      if (!(error instanceof TimeoutError)) break
    }
    expect(error).toMatchObject({ code: 'kernel-trap', iteration: 0 })
    expect(device.exec(callOf(device, emptyKernel))).toMatchObject({ blockSize: 1 })
  })

  test('a signal ends it', async () => {
    await using device = await open()
    const abort = new AbortController()
    const outBuffers = [device.createBuffer(4, 'read_write')]
    const running = device.exec(callOf(device, trapAndEndless, { outBuffers }), abort.signal)
    setTimeout(() => abort.abort(), 300)
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
  })
})

describe('calls that wait for their turn', () => {
  test('run although their kernel was released meanwhile', async () => {
    await using device = await open()
    const { signal } = new AbortController()
    const first = device.exec(callOf(device, emptyKernel, { iterations: 1000 }), signal)
    const call = callOf(device, emptyKernel)
    const second = device.exec(call, signal)
    call.kernel.release()
    await expect(first).resolves.toMatchObject({ blockSize: 1 })
    await expect(second).resolves.toMatchObject({ blockSize: 1 })
    expect(() => device.exec(call)).toThrow(expect.objectContaining({ code: 'invalid-kernel' }))
  })

  test('are refused if a buffer was freed meanwhile, and touch no buffer that has its place', async () => {
    await using device = await open()
    const { signal } = new AbortController()
    const first = device.exec(callOf(device, emptyKernel, { iterations: 1000 }), signal)
    const buffer = device.createBuffer(4096, 'read_write')
    const second = device.exec(callOf(device, countIterations, { outBuffers: [buffer] }), signal)
    buffer.free()
    const successor = device.createBuffer(4096, 'read_write')
    await first
    await expect(second).rejects.toMatchObject({ code: 'invalid-handle' })
    const bytes = new Uint8Array(4096)
    device.read(successor, bytes)
    expect(bytes.every((byte) => byte === 0)).toBe(true)
  })

  test('leave the queue at once when they are aborted', async () => {
    await using device = await open()
    const front = new AbortController()
    const running = device.exec(callOf(device, endlessKernel), front.signal)
    const abort = new AbortController()
    const waiting = device.exec(callOf(device, emptyKernel), abort.signal)
    abort.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' })
    front.abort()
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
    expect(device.exec(callOf(device, emptyKernel))).toMatchObject({ blockSize: 1 })
  })

  test('a call beside them that would overwrite static data, or cannot be ended, is refused', async () => {
    await using device = await open()
    const abort = new AbortController()
    const running = device.exec(callOf(device, endlessKernel), abort.signal)
    const withStatics = {
      ...emptyKernel,
      staticBytes: 64,
      statics: [{ address: 0, bytes: Uint8Array.of(1) }],
    }
    const refused = expect.objectContaining({ code: 'limit-exceeded' })
    expect(() => device.exec(callOf(device, withStatics))).toThrow(refused)
    expect(() => device.exec(callOf(device, emptyKernel, { timeLimitMs: 100 }))).toThrow(refused)
    abort.abort()
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
  })

  test('end with their device, and leave another device of the same threads usable', async () => {
    const backend = createCpuBackend({ threads: 2 })
    const [info] = (await backend.probe()).devices
    const closing = await backend.open(info!)
    await using other = await backend.open(info!)
    const running = closing.exec(callOf(closing, endlessKernel), new AbortController().signal)
    const ended = Promise.allSettled([running])
    await closing[Symbol.asyncDispose]()
    expect(await ended).toMatchObject([{ status: 'rejected', reason: { code: 'device-lost' } }])
    await expect(other.exec(callOf(other, emptyKernel), new AbortController().signal)).resolves.toBeDefined()
  })
})

test('nothing is written after a call was ended by its time limit', async () => {
  await using device = await open()
  const buffer = device.createBuffer(4, 'read_write')
  const counting = kernel(
    '(loop $again (drop (i32.atomic.rmw.add (local.get $p0) (i32.const 1))) (br $again))',
  )
  const call = callOf(device, counting, { outBuffers: [buffer], timeLimitMs: 50 })
  expect(() => device.exec(call)).toThrow(expect.objectContaining({ code: 'timed-out' }))
  const read = () => {
    const word = new Uint8Array(4)
    device.read(buffer, word)
    return word.join()
  }
  const before = read()
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(read()).toBe(before)
})

test('a kernel runs on thousands of short-lived memories', async () => {
  await using device = await open()
  const prepared = device.prepare(emptyKernel) as PreparedKernel
  for (let round = 0; round < 3000; round++) {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true })
    device.exec({ kernel: prepared, iterations: 2, blockSize: 1, inBuffers: [], outBuffers: [], memory })
    if (round % 200 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
})
