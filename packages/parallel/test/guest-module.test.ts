import { createSequentialBackend } from '@weft/backend'
import { BinaryError, GuestError } from '@weft/core'
import { expect, test } from 'vitest'
import { createParallel, type InstantiateOptions, type ParallelOptions } from '../src/index.js'
import { apiGuest, imports, kernelModule } from './guests.js'
import { escaped, wat } from './wat.js'

async function start(text: string | Uint8Array, options: InstantiateOptions & Partial<ParallelOptions> = {}) {
  const parallel = await createParallel({ backends: [createSequentialBackend()], ...options })
  return parallel.instantiate(typeof text === 'string' ? wat(text) : text, options)
}

test('a memory that is not shared becomes shared for parallel_for, and stays as it is for parallel_exec', async () => {
  const memory = '(memory (export "memory") 2 5) (func (drop (memory.grow (i32.const 0))))'
  const shared = await start(apiGuest({ functions: ['parallel_for'], memory }))
  expect(shared.memory!.buffer).toBeInstanceOf(SharedArrayBuffer)
  expect(shared.memory!.buffer.byteLength).toBe(2 * 65_536)
  expect(shared.memory!.grow(3)).toBe(2)
  expect(() => shared.memory!.grow(1)).toThrow(RangeError)
  const plain = await start(apiGuest({ functions: ['parallel_exec'], memory }))
  expect(plain.memory!.buffer).toBeInstanceOf(ArrayBuffer)
  const asked = await start(apiGuest({ functions: ['parallel_exec'], memory }), { memory: 'shared' })
  expect(asked.memory!.buffer).toBeInstanceOf(SharedArrayBuffer)
  const refused = await start(apiGuest({ functions: ['parallel_for'], memory }), { memory: 'isolated' })
  expect(refused.memory!.buffer).toBeInstanceOf(ArrayBuffer)
})

test('a shared memory without a declared maximum gets the largest', async () => {
  const guest = await start(apiGuest({ functions: ['parallel_for'], memory: '(memory (export "memory") 1)' }))
  expect(guest.memory!.grow(1000)).toBe(1)
})

test('an imported memory is made as declared, under its own name', async () => {
  for (const [functions, kind] of [
    [['parallel_exec'], ArrayBuffer],
    [['parallel_for'], SharedArrayBuffer],
  ] as const) {
    const guest = await start(
      `(module (import "any" "where" (memory 3 7)) ${imports[functions[0]]}
        (func (export "size") (result i32) memory.size)
        (func (drop (memory.grow (i32.const 0)))))`,
    )
    expect(guest.memory!.buffer).toBeInstanceOf(kind)
    expect(await guest.call('size')).toBe(3)
    expect(() => guest.memory!.grow(5)).toThrow(RangeError)
  }
})

test('a supplied memory is used, and must be shared where the guest is to run shared', async () => {
  const text = `(module (import "env" "memory" (memory 1 4)) ${imports.parallel_for})`
  const shared = new WebAssembly.Memory({ initial: 1, maximum: 4, shared: true })
  expect((await start(text, { imports: { env: { memory: shared } } })).memory).toBe(shared)
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 4 })
  await expect(start(text, { imports: { env: { memory } } })).rejects.toThrow(/must be shared/)
  expect((await start(text, { imports: { env: { memory } }, memory: 'isolated' })).memory).toBe(memory)
})

test('missing imports are named with kind and type', async () => {
  const text = `(module
    (import "env" "log" (func (param i32 f64) (result i64)))
    (import "env" "base" (global i32))
    (import "env" "table" (table 3 funcref))
    (import "wasi_ephemeral_parallel" "free_buffer" (func (param i32) (result i32)))
    (import "wasi_ephemeral_parallel" "get_device" (func (param i32 i32) (result i32))))`
  const error = await start(text).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(GuestError)
  expect(String(error)).toContain('env.log (func (param i32 f64) (result i64))')
  expect(String(error)).toContain('env.base (global i32)')
  expect(String(error)).toContain('env.table (table 3 (ref null func))')
  expect(String(error)).toContain('wasi_ephemeral_parallel.free_buffer')
  expect(String(error)).not.toContain('get_device')
})

test('a function of the interface with another type is refused with both types', async () => {
  const text = `(module (import "wasi_ephemeral_parallel" "get_device" (func (param i64 i32) (result i32))))`
  await expect(start(text)).rejects.toThrow(
    /\(param i64 i32\).*it is \(func \(param i32 i32\) \(result i32\)\)/,
  )
})

test.each([
  ['two memories, none called memory', '(memory 1) (memory 1)', /2 memories/],
  ['a 64-bit memory', '(memory (export "memory") i64 1)', /64-bit/],
  ['an export of the host', '(memory (export "weft:memory") 1)', /belong to the host/],
])('%s', async (_, memory, message) => {
  await expect(start(`(module ${imports.get_device} ${memory})`)).rejects.toThrow(message)
})

test('of two memories, the one called memory is used', async () => {
  const guest = await start(`(module ${imports.get_device} (memory 1) (memory (export "memory") 2)
    (func (export "run") (result i32) (call $get_device (i32.const 1) (i32.const 65540))))`)
  expect(await guest.call('run')).toBe(0)
  expect(new DataView(guest.memory!.buffer).getUint32(65_540, true)).toBe(1)
})

test('a guest without memory gets out_of_bounds, one without the interface just runs', async () => {
  const bare = await start(`(module ${imports.get_device}
    (func (export "run") (result i32) (call $get_device (i32.const 1) (i32.const 0))))`)
  expect(await bare.call('run')).toBe(7)
  const adder = await start(
    '(module (func (export "add") (param i64 i64) (result i64) (i64.add (local.get 0) (local.get 1))))',
  )
  expect(await adder.call('add', 1n, 2n)).toBe(3n)
  expect(adder.memory).toBeUndefined()
})

test('bytes that are no module', async () => {
  await expect(start(new Uint8Array([0, 1, 2, 3]))).rejects.toThrow(BinaryError)
  await expect(start('x' as unknown as Uint8Array)).rejects.toThrow()
  await expect(
    start(wat('(module (func (export "f") (result i32) (i32.const 1)))').slice(0, -3)),
  ).rejects.toThrow(BinaryError)
  const parallel = await createParallel({ backends: [] })
  await expect(parallel.instantiate('text' as unknown as Uint8Array)).rejects.toThrow(TypeError)
})

test('the start function can use the interface already', async () => {
  const kernel = kernelModule('(i32.store (local.get $b0) (i32.const 42))', 1)
  const guest = await start(`(module ${imports.get_device} ${imports.create_buffer} ${imports.read_buffer}
    ${imports.parallel_exec} (memory (export "memory") 1)
    (data (i32.const 1024) "${escaped(kernel)}")
    (func $start
      (drop (call $get_device (i32.const 1) (i32.const 0)))
      (drop (call $create_buffer (i32.load (i32.const 0)) (i32.const 4) (i32.const 1) (i32.const 4)))
      (drop (call $parallel_exec (i32.load (i32.const 0)) (i32.const 1024) (i32.const ${kernel.length})
        (i32.const 1) (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 4) (i32.const 1)))
      (drop (call $read_buffer (i32.load (i32.const 4)) (i32.const 8) (i32.const 4))))
    (start $start))`)
  expect(guest.failures).toEqual([])
  expect(new DataView(guest.memory!.buffer).getUint32(8, true)).toBe(42)
  expect(Object.keys(guest.exports)).toEqual(['memory'])
})

test('a trap in the start function is what instantiate rejects with', async () => {
  await expect(start('(module (func $start unreachable) (start $start))')).rejects.toThrow(
    WebAssembly.RuntimeError,
  )
})

test('a reactor is initialised', async () => {
  const guest = await start(`(module (global $state (mut i32) (i32.const 1))
    (func (export "_initialize") (global.set $state (i32.const 9)))
    (func (export "state") (result i32) (global.get $state)))`)
  expect(await guest.call('state')).toBe(9)
})

test("AssemblyScript's abort carries message and place", async () => {
  const text = (value: string) =>
    escaped(new Uint8Array(new Uint16Array([...value].map((c) => c.charCodeAt(0))).buffer))
  const guest = await start(`(module (import "env" "abort" (func $abort (param i32 i32 i32 i32)))
    (memory 1)
    (data (i32.const 12) "\\0a\\00\\00\\00${text('broke')}")
    (data (i32.const 60) "\\08\\00\\00\\00${text('a.ts')}")
    (func (export "run") (call $abort (i32.const 16) (i32.const 64) (i32.const 3) (i32.const 5)))
    (func (export "wild") (call $abort (i32.const -1) (i32.const 3) (i32.const 3) (i32.const 5))))`)
  await expect(guest.call('run')).rejects.toThrow('the guest aborted: broke (a.ts:3:5)')
  await expect(guest.call('wild')).rejects.toThrow('the guest aborted: no message')
})

test.each([undefined, 'shared'] as const)(
  'WASI preview 1 sees the memory of the guest, memory %s',
  async (memory) => {
    const guest = await start(
      `(module
      (import "wasi_snapshot_preview1" "args_sizes_get" (func $sizes (param i32 i32) (result i32)))
      (import "wasi_snapshot_preview1" "args_get" (func $args (param i32 i32) (result i32)))
      (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
      ${imports.get_device}
      (memory (export "memory") 1)
      (func (export "_start") (drop (call $sizes (i32.const 0) (i32.const 4))) (call $exit (i32.const 3)))
      (func (export "args") (result i32) (call $args (i32.const 64) (i32.const 128)))
      (func (export "leave") (call $exit (i32.const 0))))`,
      { memory, wasi: { args: ['guest', 'x'] } },
    )
    await expect(guest.call('_start')).rejects.toThrow('exit code 3')
    expect(guest.exitCode).toBe(3)
    const view = new DataView(guest.memory!.buffer)
    expect([view.getUint32(0, true), view.getUint32(4, true)]).toEqual([2, 8])
    expect(await guest.call('args')).toBe(0)
    expect(String.fromCharCode(...new Uint8Array(guest.memory!.buffer).slice(128, 133))).toBe('guest')
    expect(await guest.call('leave')).toBeUndefined()
    expect(guest.exitCode).toBe(0)
  },
)

test('WASI can be left to imports', async () => {
  const text = '(module (import "wasi_snapshot_preview1" "proc_exit" (func (param i32))))'
  await expect(start(text, { wasi: false })).rejects.toThrow(/wasi_snapshot_preview1\.proc_exit/)
  const imports = { wasi_snapshot_preview1: { proc_exit: () => {} } }
  expect((await start(text, { wasi: false, imports })).failures).toEqual([])
})

test('calls of what is not there, and of a disposed guest', async () => {
  const guest = await start('(module (func (export "f")) (memory (export "memory") 1))')
  await expect(guest.call('g')).rejects.toThrow('no function "g"; it has: f')
  await expect(guest.call('memory')).rejects.toThrow(GuestError)
  await expect(guest.call('toString')).rejects.toThrow(GuestError)
  await guest[Symbol.asyncDispose]()
  await expect(guest.call('f')).rejects.toThrow(/disposed/)
})
