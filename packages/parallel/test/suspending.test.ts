import { createSequentialBackend } from '@weft/backend'
import { createCpuBackend } from '@weft/backend-cpu'
import { CancelledError, GuestError, TimeoutError } from '@weft/core'
import { errnoNumbers } from '@weft/spec'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createParallel } from '../src/index.js'
import { chooseSuspension } from '../src/suspension.js'
import { atOnce, createPromisingBackend } from './backends.js'
import { apiGuest, kernelModule } from './guests.js'

const endless = kernelModule('(loop $again (br $again))')
const increment = kernelModule(
  '(i32.store (local.get $b0) (i32.add (i32.const 1) (i32.load (local.get $b0))))',
  1,
)
const at = { out: 16, list: 64, endless: 1024, increment: 2048, data: 0x1_0000 }

async function start(options: Parameters<typeof createParallel>[0], signal?: AbortSignal) {
  const parallel = await createParallel(options)
  const memory = '(memory (export "memory") 4 100)'
  const guest = await parallel.instantiate(apiGuest({ memory }), { signal })
  const bytes = new Uint8Array(guest.memory!.buffer)
  bytes.set(endless, at.endless)
  bytes.set(increment, at.increment)
  expect(await guest.call('get_device', 1, at.out)).toBe(0)
  expect(await guest.call('create_buffer', 1, 4, 2, at.list)).toBe(0)
  const exec = (address: number, length: number, buffers: number) =>
    guest.call('parallel_exec', 1, address, length, 4, 1, at.list, buffers, 0, 0)
  return {
    guest,
    runEndless: () => exec(at.endless, endless.length, 0),
    increment: () => exec(at.increment, increment.length, 1),
    value: async () => {
      expect(await guest.call('read_buffer', 1, at.data, 4)).toBe(0)
      return new DataView(guest.memory!.buffer).getInt32(at.data, true)
    },
    [Symbol.asyncDispose]: () => parallel[Symbol.asyncDispose](),
  }
}

describe('a kernel that does not end', () => {
  test('is ended by the time limit, and the guest goes on', async () => {
    let errno: unknown
    for (const timeLimitMs of [500, 5_000, 30_000]) {
      await using host = await start({ backends: [createCpuBackend({ threads: 2 })], timeLimitMs })
      expect(await host.runEndless()).toBe(errnoNumbers.timed_out)
      expect(host.guest.failures[0]!.error).toBeInstanceOf(TimeoutError)
      errno = await host.increment()
      // The limit holds for this one, too: on a busy machine it may be short.
      if (errno === errnoNumbers.timed_out) continue
      expect(await host.value()).toBeGreaterThan(0)
      break
    }
    expect(errno).toBe(0)
  })

  test('is ended by the signal; what comes after is cancelled too', async () => {
    const controller = new AbortController()
    await using host = await start({ backends: [createCpuBackend({ threads: 2 })] }, controller.signal)
    expect(await host.increment()).toBe(0)
    const running = host.runEndless()
    setTimeout(() => controller.abort(), 30)
    expect(await running).toBe(errnoNumbers.cancelled)
    expect(host.guest.failures[0]!.error).toBeInstanceOf(CancelledError)
    expect(await host.increment()).toBe(errnoNumbers.cancelled)
    expect(await host.value()).toBeGreaterThan(0)
  })

  test('in direct use, too', async () => {
    await using parallel = await createParallel({ backends: [createCpuBackend({ threads: 2 })] })
    const device = await parallel.openDevice('cpu')
    const signal = AbortSignal.timeout(30)
    await expect(device.run(endless, { iterations: 4, signal })).rejects.toThrow(CancelledError)
    await expect(device.run(endless, { iterations: 4, timeLimitMs: 30 })).rejects.toThrow(TimeoutError)
    await device.run(kernelModule(''), { iterations: 4 })
  })
})

test('calls that overlap on one guest', async () => {
  await using host = await start({ backends: [createPromisingBackend()] })
  const results = await Promise.all(Array.from({ length: 50 }, () => host.increment()))
  expect(results).toEqual(new Array(50).fill(0))
  expect(await host.value()).toBe(200)
})

test.each([
  ['in turns', undefined],
  ['at once', atOnce],
])('calls that overlap, with room for one kernel, answered %s', async (_, timing) => {
  const adding = (amount: number) =>
    kernelModule(`(i32.store (local.get $b0) (i32.add (i32.const ${amount}) (i32.load (local.get $b0))))`, 1)
  const kernels = [1, 10, 100, 1000].map(adding)
  const place = (index: number) => 2048 + 512 * index
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(3), { maxLength: 30 }), async (order) => {
      const backends = [createPromisingBackend('cpu', timing)]
      await using host = await start({ backends, limits: { maximumKernels: 1 } })
      const memory = new Uint8Array(host.guest.memory!.buffer)
      for (const [index, bytes] of kernels.entries()) memory.set(bytes, place(index))
      const calls = order.map((index) =>
        host.guest.call('parallel_exec', 1, place(index), kernels[index]!.length, 1, 1, at.list, 1, 0, 0),
      )
      expect(await Promise.all(calls)).toEqual(order.map(() => 0))
      expect(await host.value()).toBe(order.reduce((sum, index) => sum + 10 ** index, 0))
    }),
    { numRuns: 20 },
  )
})

test('memory that grows while calls wait', async () => {
  await using host = await start({ backends: [createPromisingBackend()] })
  const incremented = host.increment()
  host.guest.memory!.grow(1)
  expect(await incremented).toBe(0)
  const read = host.guest.call('read_buffer', 1, at.data, 4)
  host.guest.memory!.grow(1)
  expect(await read).toBe(0)
  expect(new DataView(host.guest.memory!.buffer).getInt32(at.data, true)).toBe(4)
})

test('a guest whose devices all answer at once does not suspend: its exports are plain functions', async () => {
  await using host = await start({ backends: [createSequentialBackend()] })
  const call = host.guest.exports.get_device as (...parameters: number[]) => number
  expect(call(1, at.out)).toBe(0)
})

describe('how a guest waits', () => {
  const both = { jspi: true, sharedMemory: true }
  const shared = { jspi: false, sharedMemory: true }
  const neither = { jspi: false, sharedMemory: false }

  test.each([
    ['auto', undefined, both, 'none'],
    ['auto', 'a signal', both, 'jspi'],
    ['auto', 'a signal', shared, 'worker'],
    ['jspi', undefined, neither, 'none'],
    ['jspi', 'a signal', both, 'jspi'],
    ['worker', undefined, both, 'worker'],
    ['worker', 'a signal', shared, 'worker'],
  ] as const)('asked for %s because of %s on %j: %s', (wish, reason, engine, expected) => {
    expect(chooseSuspension(wish, reason, engine)).toBe(expected)
  })

  test.each([
    ['auto', neither],
    ['jspi', shared],
    ['worker', neither],
  ] as const)('asked for %s on %j: an error that names what would block and why', (wish, engine) => {
    const choose = () => chooseSuspension(wish, 'a signal was given', engine)
    expect(choose).toThrow(GuestError)
    expect(choose).toThrow(/parallel_exec.*a signal was given/)
  })
})
