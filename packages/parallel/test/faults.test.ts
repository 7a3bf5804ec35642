import { createSequentialBackend } from '@weft/backend'
import { KernelTrapError, WeftError } from '@weft/core'
import { type Errno, errnoNumbers } from '@weft/spec'
import { describe, expect, test } from 'vitest'
import { createParallel, type ParallelInstance } from '../src/index.js'
import { backends, createPromisingBackend, hosts } from './backends.js'
import { apiGuest, kernelModule } from './guests.js'
import { escaped, wat } from './wat.js'

/** Addresses that the tests use in the guest's memory, which has 4 pages. */
const at = { out: 16, list: 64, kernel: 1024, data: 0x1_0000 }
const memoryBytes = 4 * 65_536
const top = 0xffff_ffff

const increment = kernelModule(
  `(i32.store (i32.add (local.get $b0) (i32.shl (local.get $i) (i32.const 2)))
    (i32.add (i32.const 1) (i32.load (i32.add (local.get $b0) (i32.shl (local.get $i) (i32.const 2))))))`,
  1,
)

const kernels = {
  increment,
  copy: kernelModule('(i32.store (local.get $b1) (i32.load (local.get $b0)))', 2),
  none: kernelModule(''),
  divides: kernelModule('(drop (i32.div_u (i32.const 1) (i32.sub (local.get $i) (i32.const 3))))'),
  unreachable: kernelModule('(if (i32.eq (local.get $i) (i32.const 5)) (then unreachable))'),
  outOfBounds: kernelModule('(i32.store (i32.const -8) (i32.const 1))'),
  noModule: new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]),
  truncated: increment.slice(0, increment.length - 5),
  noKernel: wat('(module (import "" "memory" (memory 1 1 shared)) (func (export "other")))'),
  globalKernel: wat('(module (global (export "kernel") i32 (i32.const 0)))'),
  wrongTypes: wat('(module (func (export "kernel") (param i32 i32 i64)))'),
  withResult: wat('(module (func (export "kernel") (param i32 i32 i32) (result i32) (i32.const 0)))'),
  oddBuffer: wat('(module (func (export "kernel") (param i32 i32 i32 i32)))'),
  foreignImport:
    wat(`(module (import "" "memory" (memory 1 1 shared)) (import "env" "log" (func $log (param i32)))
    (func (export "kernel") (param i32 i32 i32) (call $log (local.get 0))))`),
  withStatics: wat(`(module (import "" "memory" (memory 1 1 shared)) (data (i32.const 8) "abcd")
    (func (export "kernel") (param i32 i32 i32) (drop (i32.load8_u (local.get 0)))))`),
}

interface Fixture {
  readonly guest: ParallelInstance
  readonly device: number
  /** `read`, `write` and `read_write` buffers of 64 bytes, never written. */
  readonly buffers: readonly [number, number, number]
  call(name: string, ...parameters: number[]): Promise<unknown>
  handle(name: string, ...parameters: number[]): Promise<number>
  exec(kernel: keyof typeof kernels, change?: Partial<Call>): Promise<unknown>
}

interface Call {
  readonly device: number
  readonly iterations: number
  readonly in: readonly number[]
  readonly out: readonly number[]
}

async function fixture(guest: ParallelInstance): Promise<Fixture> {
  const view = () => new DataView(guest.memory!.buffer)
  const call = (name: string, ...parameters: number[]) => guest.call(name, ...parameters)
  const handle = async (name: string, ...parameters: number[]) => {
    expect(await call(name, ...parameters, at.out)).toBe(0)
    return view().getUint32(at.out, true)
  }
  const device = await handle('get_device', 1)
  const buffers = [
    await handle('create_buffer', device, 64, 0),
    await handle('create_buffer', device, 64, 1),
    await handle('create_buffer', device, 64, 2),
  ] as const
  const exec: Fixture['exec'] = (kernel, change = {}) => {
    const bytes = kernels[kernel]
    const { in: ins = [], out = [], iterations = 1 } = change
    new Uint8Array(guest.memory!.buffer).set(bytes, at.kernel)
    for (const [index, buffer] of [...ins, ...out].entries())
      view().setUint32(at.list + 4 * index, buffer, true)
    const lists = [at.list, ins.length, at.list + 4 * ins.length, out.length]
    return call('parallel_exec', change.device ?? device, at.kernel, bytes.length, iterations, 1, ...lists)
  }
  return { guest, device, buffers, call, handle, exec }
}

type Case = readonly [name: string, errno: Errno, run: (fixture: Fixture) => Promise<unknown>]

const cases: readonly Case[] = [
  ['device kind 4', 'invalid_device_kind', ({ call }) => call('get_device', 4, at.out)],
  ['device kind 2^32 - 1', 'invalid_device_kind', ({ call }) => call('get_device', -1, at.out)],
  ['out pointer past memory', 'out_of_bounds', ({ call }) => call('get_device', 1, memoryBytes - 3)],
  ['out pointer at 2^32 - 1', 'out_of_bounds', ({ call }) => call('get_device', 1, top)],
  ['device handle 0', 'invalid_handle', ({ call }) => call('create_buffer', 0, 64, 0, at.out)],
  ['device handle 999', 'invalid_handle', ({ call }) => call('create_buffer', 999, 64, 0, at.out)],
  ['buffer of size 0', 'invalid_size', ({ call, device }) => call('create_buffer', device, 0, 0, at.out)],
  [
    'buffer over the limit',
    'limit_exceeded',
    ({ call, device }) => call('create_buffer', device, 2 ** 20 + 1, 0, at.out),
  ],
  [
    'buffer of 2^32 - 1 bytes',
    'limit_exceeded',
    ({ call, device }) => call('create_buffer', device, top, 0, at.out),
  ],
  ['access 3', 'access_denied', ({ call, device }) => call('create_buffer', device, 64, 3, at.out)],
  [
    'out pointer of a buffer',
    'out_of_bounds',
    ({ call, device }) => call('create_buffer', device, 64, 0, memoryBytes),
  ],
  ['write to handle 0', 'invalid_handle', ({ call }) => call('write_buffer', at.data, 4, 0)],
  ['write to handle 2^32 - 1', 'invalid_handle', ({ call }) => call('write_buffer', at.data, 4, top)],
  [
    'write of 65 bytes to 64',
    'invalid_size',
    ({ call, buffers }) => call('write_buffer', at.data, 65, buffers[2]),
  ],
  [
    'write from past memory',
    'out_of_bounds',
    ({ call, buffers }) => call('write_buffer', memoryBytes - 8, 9, buffers[2]),
  ],
  [
    'write with pointer + length past 2^32',
    'out_of_bounds',
    ({ call, buffers }) => call('write_buffer', top, 8, buffers[2]),
  ],
  [
    'write of 2^32 - 1 bytes',
    'out_of_bounds',
    ({ call, buffers }) => call('write_buffer', at.data, top, buffers[2]),
  ],
  ['read from handle 77', 'invalid_handle', ({ call }) => call('read_buffer', 77, at.data, 4)],
  [
    'read of 65 bytes of 64',
    'invalid_size',
    ({ call, buffers }) => call('read_buffer', buffers[2], at.data, 65),
  ],
  [
    'read to past memory',
    'out_of_bounds',
    ({ call, buffers }) => call('read_buffer', buffers[2], memoryBytes, 4),
  ],
  [
    'read with pointer + length past 2^32',
    'out_of_bounds',
    ({ call, buffers }) => call('read_buffer', buffers[2], -4, 8),
  ],
  [
    'read of a write buffer never written',
    'access_denied',
    ({ call, buffers }) => call('read_buffer', buffers[1], at.data, 4),
  ],
  [
    'write buffer never written as in-buffer',
    'access_denied',
    ({ exec, buffers }) => exec('increment', { in: [buffers[1]] }),
  ],
  [
    'read buffer as out-buffer',
    'access_denied',
    ({ exec, buffers }) => exec('increment', { out: [buffers[0]] }),
  ],
  ['run on device handle 9', 'invalid_handle', ({ exec }) => exec('none', { device: 9 })],
  ['buffer handle 99 in a list', 'invalid_handle', ({ exec }) => exec('increment', { in: [99] })],
  ['too few buffers', 'kernel_signature', ({ exec }) => exec('increment')],
  [
    'too many buffers',
    'kernel_signature',
    ({ exec, buffers }) => exec('increment', { in: [buffers[2]], out: [buffers[2]] }),
  ],
  [
    '2^32 - 1 in-buffers',
    'limit_exceeded',
    ({ call, device }) => call('parallel_exec', device, at.kernel, 8, 1, 1, at.list, top, 0, 0),
  ],
  [
    'list past memory',
    'out_of_bounds',
    ({ call, device }) => call('parallel_exec', device, at.kernel, 8, 1, 1, memoryBytes - 4, 2, 0, 0),
  ],
  [
    'kernel past memory',
    'out_of_bounds',
    ({ call, device }) => call('parallel_exec', device, memoryBytes - 4, 8, 1, 1, 0, 0, 0, 0),
  ],
  [
    'kernel past 2^32',
    'out_of_bounds',
    ({ call, device }) => call('parallel_exec', device, top, top, 1, 1, 0, 0, 0, 0),
  ],
  [
    'kernel of no bytes',
    'invalid_kernel',
    ({ call, device }) => call('parallel_exec', device, at.kernel, 0, 1, 1, 0, 0, 0, 0),
  ],
  [
    'kernel over the limit',
    'limit_exceeded',
    ({ call, device }) => call('parallel_exec', device, 0, 100_000, 1, 1, 0, 0, 0, 0),
  ],
  ['bytes that are no module', 'invalid_kernel', ({ exec }) => exec('noModule')],
  ['a module cut short', 'invalid_kernel', ({ exec }) => exec('truncated')],
  ['no kernel export', 'invalid_kernel', ({ exec }) => exec('noKernel')],
  ['kernel export that is a global', 'invalid_kernel', ({ exec }) => exec('globalKernel')],
  ['kernel with an i64 parameter', 'kernel_signature', ({ exec }) => exec('wrongTypes')],
  ['kernel with a result', 'kernel_signature', ({ exec }) => exec('withResult')],
  ['kernel with a pointer and no length', 'kernel_signature', ({ exec }) => exec('oddBuffer')],
  ['kernel with a foreign import', 'unsupported_kernel', ({ exec }) => exec('foreignImport')],
  ['division by zero', 'kernel_trap', ({ exec }) => exec('divides', { iterations: 10 })],
  ['unreachable', 'kernel_trap', ({ exec }) => exec('unreachable', { iterations: 10 })],
  ['kernel that leaves memory', 'kernel_trap', ({ exec }) => exec('outOfBounds')],
]

const limits = { maximumBufferBytes: 2 ** 20, maximumKernelBytes: 50_000 }

describe.each(hosts)('faults, %s', (backendName, createBackend, options) => {
  describe.each(['isolated', 'shared'] as const)('memory %s', (memory) => {
    test.each(cases)('%s: %s', async (_, errno, run) => {
      const reported: unknown[] = []
      await using parallel = await createParallel({
        backends: [createBackend()],
        ...options,
        memory,
        limits,
        onFailure: (failure) => reported.push(failure),
      })
      const subject = await fixture(await parallel.instantiate(apiGuest()))
      const before = new Uint8Array(subject.guest.memory!.buffer).slice(0, at.list)
      expect(await run(subject)).toBe(errnoNumbers[errno])
      expect(subject.guest.failures).toMatchObject([{ errno }])
      expect(WeftError.isInstance(subject.guest.failures[0]!.error)).toBe(true)
      expect(reported).toEqual(subject.guest.failures)
      expect(new Uint8Array(subject.guest.memory!.buffer).slice(0, at.list)).toEqual(before)
      // The guest, its buffers and the device stay usable.
      expect(await subject.call('write_buffer', at.data, 64, subject.buffers[2])).toBe(0)
      expect(await subject.exec('increment', { in: [subject.buffers[2]], iterations: 4 })).toBe(0)
      expect(await subject.call('read_buffer', subject.buffers[2], at.data, 16)).toBe(0)
      expect([...new Int32Array(subject.guest.memory!.buffer, at.data, 4)]).toEqual([1, 1, 1, 1])
    })

    test('what is allowed: one buffer twice, 0 iterations, unaligned lists, buffers never bound', async () => {
      await using parallel = await createParallel({ backends: [createBackend()], ...options, memory })
      const { call, exec, device, buffers, guest } = await fixture(await parallel.instantiate(apiGuest()))
      expect(await exec('copy', { in: [buffers[2]], out: [buffers[2]] })).toBe(0)
      expect(await exec('increment', { in: [buffers[2]], iterations: 0 })).toBe(0)
      expect(await exec('increment', { out: [buffers[1]], iterations: 0 })).toBe(0)
      expect(await call('read_buffer', buffers[1], at.data, 4)).toBe(errnoNumbers.access_denied)
      expect(await exec('copy', { in: [buffers[0]], out: [buffers[1]] })).toBe(0)
      expect(await call('read_buffer', buffers[1], at.data, 4)).toBe(0)
      new DataView(guest.memory!.buffer).setUint32(at.list + 1, buffers[2], true)
      const { length } = kernels.increment
      new Uint8Array(guest.memory!.buffer).set(kernels.increment, at.kernel + 3)
      expect(await call('parallel_exec', device, at.kernel + 3, length, 3, 1, at.list + 1, 1, 0, 0)).toBe(0)
      expect(await call('read_buffer', buffers[2], at.data, 16)).toBe(0)
      expect([...new Int32Array(guest.memory!.buffer, at.data, 4)]).toEqual([1, 1, 1, 0])
    })

    test('other bytes at the address of a kernel are another kernel', async () => {
      await using parallel = await createParallel({ backends: [createBackend()], ...options, memory })
      const { call, exec, buffers, guest } = await fixture(await parallel.instantiate(apiGuest()))
      await call('write_buffer', at.data, 64, buffers[2])
      const twice = kernels.increment.slice()
      twice[twice.findIndex((byte, index) => byte === 0x41 && twice[index + 1] === 1) + 1] = 5
      for (const bytes of [kernels.increment, twice, kernels.increment]) {
        expect(await exec('increment', { in: [buffers[2]] })).toBe(0)
        new Uint8Array(guest.memory!.buffer).set(bytes, at.kernel)
        const { length } = bytes
        expect(await call('parallel_exec', 1, at.kernel, length, 1, 1, at.list, 1, 0, 0)).toBe(0)
      }
      await call('read_buffer', buffers[2], at.data, 4)
      expect(new Int32Array(guest.memory!.buffer, at.data, 1)[0]).toBe(10)
    })
  })

  test('a trap names iteration and cause', async () => {
    await using parallel = await createParallel({ backends: [createBackend()], ...options })
    const { guest, exec } = await fixture(await parallel.instantiate(apiGuest()))
    await exec('divides', { iterations: 4 })
    const { error } = guest.failures[0]!
    expect(error).toBeInstanceOf(KernelTrapError)
    expect(error).toMatchObject({ iteration: 3, trap: 'integer divide by zero' })
  })

  test('a kernel with data segments is refused on the guest memory, and runs isolated', async () => {
    for (const [memory, errno] of [
      ['shared', errnoNumbers.unsupported_kernel],
      ['isolated', 0],
    ] as const) {
      await using parallel = await createParallel({ backends: [createBackend()], ...options, memory })
      const { exec } = await fixture(await parallel.instantiate(apiGuest()))
      expect(await exec('withStatics', { iterations: 4 })).toBe(errno)
    }
  })

  test('memory that grows between calls', async () => {
    await using parallel = await createParallel({ backends: [createBackend()], ...options })
    const { guest, call, exec, buffers } = await fixture(
      await parallel.instantiate(apiGuest({ memory: '(memory (export "memory") 4 100)' })),
    )
    for (let round = 1; round <= 3; round++) {
      guest.memory!.grow(2)
      const address = memoryBytes + (round - 1) * 2 * 65_536
      expect(await call('write_buffer', address, 64, buffers[2])).toBe(0)
      expect(await exec('increment', { in: [buffers[2]], iterations: 16 })).toBe(0)
      expect(await call('read_buffer', buffers[2], address, 64)).toBe(0)
      expect(new Int32Array(guest.memory!.buffer, address, 16)).toEqual(new Int32Array(16).fill(1))
    }
    expect(guest.failures, backendName).toEqual([])
  })
})

test('a buffer of another device', async () => {
  const backends = [createSequentialBackend(), createPromisingBackend('cpu')]
  await using parallel = await createParallel({ backends })
  const { handle, exec, guest, call } = await fixture(await parallel.instantiate(apiGuest()))
  const other = await handle('get_device', 0)
  const buffer = await handle('create_buffer', other, 64, 2)
  expect(await exec('increment', { in: [buffer] })).toBe(errnoNumbers.wrong_device)
  expect(await exec('increment', { out: [buffer] })).toBe(errnoNumbers.wrong_device)
  expect(await exec('increment', { device: other, in: [buffer] })).toBe(0)
  expect(guest.choices.map(({ chosen }) => chosen?.kind)).toEqual(['cpu', 'sequential'])
  expect(await call('get_device', 0, at.out)).toBe(0)
  expect(new DataView(guest.memory!.buffer).getUint32(at.out, true)).toBe(other)
})

test('limits on handles', async () => {
  await using parallel = await createParallel({
    backends: [createSequentialBackend()],
    limits: { maximumBuffers: 4, maximumDevices: 1 },
  })
  const { call, device } = await fixture(await parallel.instantiate(apiGuest()))
  expect(await call('create_buffer', device, 64, 0, at.out)).toBe(0)
  expect(await call('create_buffer', device, 64, 0, at.out)).toBe(errnoNumbers.limit_exceeded)
})

test('more kernels than are kept', async () => {
  await using parallel = await createParallel({
    backends: [createSequentialBackend()],
    limits: { maximumKernels: 2 },
  })
  const { exec, buffers } = await fixture(await parallel.instantiate(apiGuest()))
  for (let round = 0; round < 3; round++) {
    expect(await exec('none')).toBe(0)
    expect(await exec('increment', { in: [buffers[2]] })).toBe(0)
    expect(await exec('copy', { in: [buffers[2]], out: [buffers[2]] })).toBe(0)
  }
})

test('failures are bounded', async () => {
  await using parallel = await createParallel({ backends: [createSequentialBackend()] })
  const { call, guest } = await fixture(await parallel.instantiate(apiGuest()))
  for (let index = 0; index < 1100; index++) await call('write_buffer', 0, 0, 1000 + index)
  expect(guest.failures).toHaveLength(1000)
  expect((guest.failures[999]!.error as Error).message).toContain('2099')
})

const growing = '(func (export "grow") (result i32) (memory.grow (i32.const 1)))'

test('a guest that does not grow its memory gets room beyond its maximum', async () => {
  await using parallel = await createParallel({ backends: [createSequentialBackend()], memory: 'shared' })
  const memory = '(memory (export "memory") 4 4 shared)'
  const { exec, buffers } = await fixture(await parallel.instantiate(apiGuest({ memory })))
  expect(await exec('increment', { in: [buffers[2]] })).toBe(0)
})

test('a buffer whose range is written to another one loses its content, until it is written again', async () => {
  await using parallel = await createParallel({ backends: [createSequentialBackend()], memory: 'shared' })
  const { exec, buffers, call, guest } = await fixture(await parallel.instantiate(apiGuest({})))
  const write = (address: number, buffer: number) => call('write_buffer', address, 64, buffer)
  expect(await write(at.data, buffers[2])).toBe(0)
  expect(await write(at.data + 32, buffers[0])).toBe(0)
  expect(await exec('increment', { in: [buffers[2]] })).toBe(errnoNumbers.access_denied)
  expect((guest.failures[0]!.error as Error).message).toMatch(/given to another buffer.*isolated/)
  expect(await call('read_buffer', buffers[2], at.data, 64)).toBe(errnoNumbers.access_denied)
  expect(await write(at.data + 128, buffers[2])).toBe(0)
  expect(await exec('increment', { in: [buffers[2]] })).toBe(0)
})

test('a guest that grows its memory keeps its maximum: there is no room for buffers that are never bound', async () => {
  await using parallel = await createParallel({ backends: [createSequentialBackend()], memory: 'shared' })
  const memory = `(memory (export "memory") 4 4 shared) ${growing}`
  const { exec, buffers, guest, call } = await fixture(await parallel.instantiate(apiGuest({ memory })))
  expect(await exec('increment', { in: [buffers[2]] })).toBe(errnoNumbers.out_of_memory)
  expect((guest.failures[0]!.error as Error).message).toContain('write_buffer')
  expect(await call('write_buffer', at.data, 64, buffers[2])).toBe(0)
  expect(await exec('increment', { in: [buffers[2]] })).toBe(0)
})

describe.each(backends)('table kernels, %s', (_, createBackend) => {
  const guestBytes = wat(`(module
    (import "wasi_ephemeral_parallel" "parallel_for"
      (func $parallel_for (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
    (import "env" "log" (func $log (param i32 i32 i32)))
    (memory (export "memory") 1)
    (data (i32.const 256) "${escaped(new Uint8Array([7, 0, 0, 0]))}")
    (table (export "table") 8 funcref)
    (elem (i32.const 1) $good $wrong $log $calls $traps)
    (func $good (param i32 i32 i32) (i32.store (i32.const 512) (i32.load (i32.const 256))))
    (func $wrong (param i32 i32))
    (func $calls (param i32 i32 i32) (call $log (local.get 0) (local.get 1) (local.get 2)))
    (func $traps (param i32 i32 i32) (if (i32.eq (local.get 0) (i32.const 2)) (then unreachable)))
    (func (export "run") (param i32 i32) (result i32)
      (call $parallel_for (local.get 0) (local.get 1) (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))
    (func (export "set_static") (param i32) (i32.store (i32.const 256) (local.get 0)))
    (func (export "result") (result i32) (i32.load (i32.const 512))))`)
  const imports = { env: { log: () => {} } }

  test.each([
    ['null', 0, 'invalid_table_index'],
    ['out of range', 8, 'invalid_table_index'],
    ['2^32 - 1', -1, 'invalid_table_index'],
    ['wrong type', 2, 'kernel_signature'],
    ['an import', 3, 'unsupported_kernel'],
    ['a function that calls an import', 4, 'unsupported_kernel'],
    ['a trap', 5, 'kernel_trap'],
  ] as const)('%s', async (_, index, errno) => {
    await using parallel = await createParallel({ backends: [createBackend()] })
    const guest = await parallel.instantiate(guestBytes, { imports })
    expect(await guest.call('run', index, 4)).toBe(errnoNumbers[errno])
    expect(guest.failures).toMatchObject([{ function: 'parallel_for', errno }])
    expect(await guest.call('run', 1, 1)).toBe(0)
    expect(await guest.call('result')).toBe(7)
  })

  test('a function put into the table later is another kernel', async () => {
    await using parallel = await createParallel({ backends: [createBackend()] })
    const guest = await parallel.instantiate(guestBytes, { imports })
    expect(await guest.call('run', 1, 4)).toBe(0)
    const table = guest.exports.table as WebAssembly.Table
    const good = table.get(1)
    table.set(1, table.get(5))
    expect(await guest.call('run', 1, 4)).toBe(errnoNumbers.kernel_trap)
    table.set(7, good)
    expect(await guest.call('run', 7, 4)).toBe(0)
  })

  test('isolated: the kernel has the static data as they are, and the guest keeps its memory', async () => {
    await using parallel = await createParallel({ backends: [createBackend()], memory: 'isolated' })
    const guest = await parallel.instantiate(guestBytes, { imports })
    expect(await guest.call('run', 1, 1)).toBe(0)
    expect(await guest.call('result')).toBe(0)
    expect(guest.memory!.buffer).toBeInstanceOf(ArrayBuffer)
  })
})
