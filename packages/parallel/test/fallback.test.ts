import { createSequentialBackend, type Device } from '@weft/backend'
import { runContract } from '@weft/backend/contract'
import { DeviceLostError, pageSizeBytes, UnsupportedKernelError } from '@weft/core'
import { errnoNumbers } from '@weft/spec'
import { describe, expect, test } from 'vitest'
import { FallbackDevice } from '../src/fallback-device.js'
import { createParallel, type KernelFallback, type NodeParallelOptions } from '../src/index.js'
import { createPickyBackend, createPromisingBackend, inWorker, refuseAll } from './backends.js'
import { apiGuest, kernelModule } from './guests.js'

for (const [name, refuse] of [
  ['refuses nothing', () => []],
  ['refuses everything', refuseAll],
] as const) {
  const picky = createPickyBackend(refuse)
  const openSpare = async (): Promise<Device> => {
    const backend = createSequentialBackend()
    return backend.open((await backend.probe()).devices[0]!)
  }
  const backend = {
    ...picky,
    open: async (...parameters: Parameters<typeof picky.open>) =>
      new FallbackDevice(await picky.open(...parameters), { openSpare, onFallback: () => {} }),
  }
  await runContract(() => backend, {
    test: (label, run) => test(`a device with a fallback, ${name}: ${label}`, run),
    skip: (label, reason) => test.skip(`a device with a fallback, ${name}: ${label} (${reason})`, () => {}),
  })
}

/** Tells one kernel from the other, where a device sees them. */
const incrementPages = 3

const increment = kernelModule(
  `(i32.store (i32.add (local.get $b0) (i32.shl (local.get $i) (i32.const 2)))
    (i32.add (i32.const 1) (i32.load (i32.add (local.get $b0) (i32.shl (local.get $i) (i32.const 2))))))`,
  1,
  `${incrementPages} ${incrementPages}`,
)
const double = kernelModule(
  `(i32.store (i32.add (local.get $b0) (i32.shl (local.get $i) (i32.const 2)))
    (i32.shl (i32.load (i32.add (local.get $b0) (i32.shl (local.get $i) (i32.const 2)))) (i32.const 1)))`,
  1,
)

async function start(
  refuse: Parameters<typeof createPickyBackend>[0],
  options: Partial<NodeParallelOptions> = {},
) {
  const backend = createPickyBackend(refuse)
  const told: KernelFallback[] = []
  const parallel = await createParallel({
    backends: [backend],
    device: 'gpu',
    onKernelFallback: (fallback) => told.push(fallback),
    ...options,
  })
  const guest = await parallel.instantiate(apiGuest())
  const view = () => new DataView(guest.memory!.buffer)
  const at = { out: 16, list: 64, increment: 1024, double: 4096, data: 0x1_0000 }
  new Uint8Array(guest.memory!.buffer).set(increment, at.increment)
  new Uint8Array(guest.memory!.buffer).set(double, at.double)
  const call = async (name: string, ...parameters: number[]) =>
    expect(await guest.call(name, ...parameters)).toBe(0)
  await call('get_device', 1, at.out)
  await call('create_buffer', view().getUint32(at.out, true), 16, 2, at.list)
  const kernels = { increment, double }
  const exec = (name: keyof typeof kernels) =>
    guest.call('parallel_exec', 1, at[name], kernels[name].length, 4, 1, at.list, 1, 0, 0)
  const words = async () => {
    await call('read_buffer', view().getUint32(at.list, true), at.data, 16)
    return [...new Int32Array(guest.memory!.buffer, at.data, 4)]
  }
  const write = async (value: number) => {
    for (let word = 0; word < 4; word++) view().setInt32(at.data + 4 * word, value, true)
    await call('write_buffer', at.data, 16, view().getUint32(at.list, true))
  }
  return {
    backend,
    guest,
    told,
    exec,
    words,
    write,
    [Symbol.asyncDispose]: () => parallel[Symbol.asyncDispose](),
  }
}

const refuseIncrement: typeof refuseAll = (kernel) =>
  kernel.memoryBytes === incrementPages * pageSizeBytes ? refuseAll(kernel) : []

describe.each([
  ['suspended', {}],
  ['in a worker', inWorker],
] as const)('a kernel that the GPU refuses, guest %s', (_, options) => {
  test('runs on the CPU; buffers move there and back; it is told once, with every reason', async () => {
    await using host = await start(refuseAll, options)
    await host.write(5)
    for (let round = 0; round < 3; round++) expect(await host.exec('increment')).toBe(0)
    expect(await host.words()).toEqual([8, 8, 8, 8])
    expect(host.backend.gpuCalls).toBe(0)
    expect(host.told).toHaveLength(1)
    expect(host.guest.fallbacks).toEqual(host.told)
    expect(host.told[0]).toMatchObject({
      refusedBy: { name: 'picky GPU', kind: 'discrete_gpu' },
      chosen: { kind: 'cpu', limits: { parallelism: 2 } },
      diagnostics: [{ rule: 'recursion' }, { rule: 'memory-grow' }],
    })
    expect(host.guest.failures).toEqual([])
    expect(host.guest.choices.map(({ chosen }) => chosen?.kind)).toEqual(['discrete_gpu'])
  })

  test('takes turns with kernels that the GPU runs', async () => {
    await using host = await start(refuseIncrement, options)
    await host.write(1)
    for (const name of ['increment', 'double', 'double', 'increment', 'double'] as const) {
      expect(await host.exec(name)).toBe(0)
    }
    expect(await host.words()).toEqual([18, 18, 18, 18])
    await host.write(7)
    expect(await host.exec('increment')).toBe(0)
    expect(await host.words()).toEqual([8, 8, 8, 8])
    expect(host.backend.gpuCalls).toBe(3)
  })

  test('strict: fails with every reason', async () => {
    await using host = await start(refuseAll, { ...options, strict: true })
    expect(await host.exec('increment')).toBe(errnoNumbers.unsupported_kernel)
    const { error } = host.guest.failures[0]!
    expect(error).toBeInstanceOf(UnsupportedKernelError)
    expect(error).toMatchObject({ diagnostics: [{ rule: 'recursion' }, { rule: 'memory-grow' }] })
    expect(host.told).toEqual([])
  })
})

test('every kernel is told of', async () => {
  await using host = await start(refuseAll)
  for (const name of ['increment', 'double', 'increment'] as const) await host.exec(name)
  expect(host.told).toHaveLength(2)
})

test('calls that overlap keep their order across both devices', async () => {
  await using host = await start(refuseIncrement)
  await host.exec('increment')
  await host.exec('double')
  await host.write(1)
  const names = ['increment', 'double', 'increment', 'increment', 'double', 'double'] as const
  expect(await Promise.all(names.map((name) => host.exec(name)))).toEqual(names.map(() => 0))
  expect(await host.words()).toEqual([24, 24, 24, 24])
})

test('in direct use, too', async () => {
  await using parallel = await createParallel({ backends: [createPickyBackend(refuseAll)] })
  await using device = await parallel.openDevice('discrete_gpu')
  using buffer = device.createBuffer(16)
  await buffer.write(Int32Array.of(1, 2, 3, 4))
  await device.run(increment, { iterations: 4, in: [buffer] })
  const words = new Int32Array(4)
  await buffer.read(words)
  expect([...words]).toEqual([2, 3, 4, 5])
  expect(device.fallbacks).toMatchObject([{ chosen: { kind: 'cpu' } }])
})

test('without another device, or one that takes it, the call fails with every reason', async () => {
  const picky = createPickyBackend(refuseAll)
  const onlyGpu = {
    ...picky,
    probe: async () => ({ devices: [(await picky.probe()).devices[0]!], reasons: [] }),
  }
  await using parallel = await createParallel({ backends: [onlyGpu] })
  const device = await parallel.openDevice('discrete_gpu')
  const running = device.run(increment, { iterations: 1, in: [device.createBuffer(16)] })
  await expect(running).rejects.toThrow(UnsupportedKernelError)
  await expect(running).rejects.toThrow(/calls itself.*it grows/)
})

test('a guest that asks for no GPU opens none', async () => {
  const opened: string[] = []
  const picky = createPickyBackend(refuseAll)
  const open: typeof picky.open = (info, options) => {
    opened.push(info.kind)
    return picky.open(info, options)
  }
  await using parallel = await createParallel({ backends: [{ ...picky, open }] })
  const guest = await parallel.instantiate(apiGuest())
  expect(opened).toEqual([])
  expect(await guest.call('get_device', 1, 16)).toBe(0)
  expect(opened).toEqual(['cpu'])
  expect(await guest.call('get_device', 3, 16)).toBe(0)
  expect(opened).toEqual(['cpu', 'discrete_gpu'])
  expect(guest.choices.map(({ hint, chosen }) => [hint, chosen?.kind])).toEqual([
    ['cpu', 'cpu'],
    ['integrated_gpu', 'discrete_gpu'],
  ])
})

test('a device that is lost: an errno and a typed error, and the next call works', async () => {
  const promising = createPromisingBackend('discrete_gpu')
  let lose = false
  const backend = {
    ...promising,
    async open(...parameters: Parameters<typeof promising.open>): Promise<Device> {
      const device = await promising.open(...parameters)
      return {
        ...device,
        async exec(call, signal) {
          if (lose) throw new DeviceLostError('the driver was reset')
          return device.exec(call, signal)
        },
      }
    },
  }
  await using parallel = await createParallel({ backends: [backend] })
  const guest = await parallel.instantiate(apiGuest())
  new Uint8Array(guest.memory!.buffer).set(increment, 1024)
  expect(await guest.call('get_device', 2, 16)).toBe(0)
  expect(await guest.call('create_buffer', 1, 16, 2, 64)).toBe(0)
  const exec = () => guest.call('parallel_exec', 1, 1024, increment.length, 4, 1, 64, 1, 0, 0)
  lose = true
  expect(await exec()).toBe(errnoNumbers.device_lost)
  expect(guest.failures[0]!.error).toBeInstanceOf(DeviceLostError)
  lose = false
  expect(await exec()).toBe(0)
})
