import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { createSequentialBackend } from '@weft/backend'
import { createCpuBackend } from '@weft/backend-cpu'
import { CancelledError, GuestError, KernelTrapError, TimeoutError } from '@weft/core'
import { errnoNumbers } from '@weft/spec'
import { describe, expect, test } from 'vitest'
import { createParallel, type InstantiateOptions, type NodeParallelOptions } from '../src/index.js'
import { createPromisingBackend, inWorker } from './backends.js'
import { apiGuest, imports, kernelModule, nstreamReadingGuest, tableGuest } from './guests.js'
import { wat } from './wat.js'

type Options = Partial<NodeParallelOptions>

async function start(module: Uint8Array, options: Options = {}, guestOptions: InstantiateOptions = {}) {
  const parallel = await createParallel({ backends: [createPromisingBackend()], ...inWorker, ...options })
  try {
    const guest = await parallel.instantiate(module, guestOptions)
    return { guest, parallel, [Symbol.asyncDispose]: () => parallel[Symbol.asyncDispose]() }
  } catch (error) {
    await parallel[Symbol.asyncDispose]()
    throw error
  }
}

/** A module of imports as a URL. */
function moduleUrl(source: string): string {
  return `data:text/javascript,${encodeURIComponent(source)}`
}

describe('the same guest, suspended and in a worker', () => {
  const calls = {
    nstream: [
      nstreamReadingGuest,
      ['setup', 2, 1000, 1],
      ['execute'],
      ['execute'],
      ['finish'],
      ['setup', 2, 9, 7],
    ],
    table: [
      tableGuest('table'),
      ['store', 2, 5],
      ['stored', 4],
      ['set_bias', -3],
      ['store', 2, 5],
      ['stored', 4],
      ['store', 0, 1],
      ['store', 9, 1],
      ['setup', 2, 100, 1],
      ['execute'],
      ['finish'],
    ],
  } as const

  async function outcome(name: keyof typeof calls, suspension: 'jspi' | 'worker') {
    const [module, ...list] = calls[name]
    await using host = await start(module, { suspension })
    expect(host.guest.suspension).toBe(suspension)
    const results: unknown[] = []
    for (const [called, ...parameters] of list) results.push(await host.guest.call(called, ...parameters))
    const { failures, choices, report, memory } = host.guest
    const bytes = new Uint8Array(memory!.buffer).slice()
    return {
      results,
      choices,
      report,
      bytes,
      failures: failures.map(({ errno, error }) => [errno, String(error)]),
    }
  }

  test.each(['nstream', 'table'] as const)(
    '%s: results, failures, choices, report and memory are equal',
    async (name) => {
      expect(await outcome(name, 'worker')).toEqual(await outcome(name, 'jspi'))
    },
  )
})

describe('a guest in a worker', () => {
  test('calls the interface in its start function; exports answer with promises', async () => {
    const guestBytes = wat(`(module ${imports.get_device} (memory (export "memory") 1)
      (global $errno (mut i32) (i32.const -1))
      (func $start (global.set $errno (call $get_device (i32.const 1) (i32.const 8))))
      (start $start)
      (func (export "errno") (result i32) (global.get $errno))
      (func (export "device") (result i32) (i32.load (i32.const 8)))
      (func (export "pair") (param i64 f32) (result f32 i64) (local.get 1) (local.get 0)))`)
    await using host = await start(guestBytes)
    expect(await host.guest.call('errno')).toBe(0)
    expect(await host.guest.call('pair', 2n ** 60n, 0.5)).toEqual([0.5, 2n ** 60n])
    expect(Object.keys(host.guest.exports).toSorted()).toEqual(['device', 'errno', 'memory', 'pair'])
    expect(await (host.guest.exports.device as () => unknown)()).toBe(1)
    expect(host.guest.exports.memory).toBe(host.guest.memory)
    await expect(host.guest.call('toString')).rejects.toThrow(
      /no function "toString"; it has: errno, device, pair/,
    )
  })

  test('overlapping calls run one after the other', async () => {
    const bytes = kernelModule(
      '(i32.store (local.get $b0) (i32.add (i32.const 1) (i32.load (local.get $b0))))',
      1,
    )
    await using host = await start(apiGuest())
    const memory = new Uint8Array(host.guest.memory!.buffer)
    memory.set(bytes, 1024)
    const results = await Promise.all([
      host.guest.call('get_device', 1, 16),
      host.guest.call('create_buffer', 1, 4, 2, 64),
      ...Array.from({ length: 20 }, () =>
        host.guest.call('parallel_exec', 1, 1024, bytes.length, 4, 1, 64, 1, 0, 0),
      ),
      host.guest.call('read_buffer', 1, 256, 4),
    ])
    expect(results).toEqual(new Array(23).fill(0))
    expect(new Int32Array(host.guest.memory!.buffer, 256, 1)[0]).toBe(80)
  })

  test('puts functions into its table, grows its memory, and both are seen', async () => {
    const guestBytes = wat(`(module ${imports.parallel_for}
      (memory (export "memory") 1 10)
      (table (export "table") 4 funcref)
      (elem declare func $one $two)
      (func $one (param i32 i32 i32) (i32.store (i32.const 16) (i32.const 1)))
      (func $two (param i32 i32 i32) (i32.store (i32.const 0x1fff0) (i32.const 2)))
      (func (export "fill") (table.set (i32.const 1) (ref.func $one)))
      (func (export "replace") (table.set (i32.const 1) (ref.func $two)))
      (func (export "grow") (result i32) (memory.grow (i32.const 1)))
      (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
      (func (export "run") (result i32)
        (call $parallel_for (i32.const 1) (i32.const 2) (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0))))`)
    await using host = await start(guestBytes, { backends: [createSequentialBackend()] })
    const { guest } = host
    expect(await guest.call('run')).toBe(errnoNumbers.invalid_table_index)
    await guest.call('fill')
    expect(await guest.call('run')).toBe(0)
    expect(await guest.call('load', 16)).toBe(1)
    await guest.call('replace')
    expect(await guest.call('run')).toBe(errnoNumbers.kernel_trap)
    expect(guest.failures.at(-1)!.error).toBeInstanceOf(KernelTrapError)
    expect(await guest.call('grow')).toBe(1)
    expect(await guest.call('run')).toBe(0)
    expect(await guest.call('load', 0x1fff0)).toBe(2)
  })

  test('ends as it would here: a trap, an exit, an exception, an abort', async () => {
    const guestBytes = wat(`(module ${imports.get_device}
      (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
      (import "env" "abort" (func $abort (param i32 i32 i32 i32)))
      (memory (export "memory") 1)
      (data (i32.const 12) "\\06\\00\\00\\00b\\00a\\00d\\00")
      (func $inner unreachable)
      (func $deep (export "deep") (call $deep))
      (func (export "trap") (call $inner))
      (func (export "exit") (param i32) (call $exit (local.get 0)))
      (func (export "abort") (call $abort (i32.const 16) (i32.const 0) (i32.const 3) (i32.const 4)))
      (func (export "fine") (result i32) (i32.const 5)))`)
    await using host = await start(guestBytes)
    const { guest } = host
    const trap = await guest.call('trap').catch((error: Error) => error)
    expect(trap).toBeInstanceOf(WebAssembly.RuntimeError)
    expect(trap).toMatchObject({
      message: 'unreachable',
      stack: expect.stringMatching(/inner.*wasm-function\[\d+\]/),
    })
    await expect(guest.call('deep')).rejects.toThrow(RangeError)
    await expect(guest.call('abort')).rejects.toThrow(/^the guest aborted: bad$/)
    await expect(guest.call('exit', 3)).rejects.toThrow(GuestError)
    expect(guest.exitCode).toBe(3)
    expect(await guest.call('exit', 0)).toBeUndefined()
    expect(guest.exitCode).toBe(0)
    expect(await guest.call('fine')).toBe(5)
  })

  test('what a callback of the host throws ends the call, as it would here', async () => {
    class Mine extends Error {}
    const onFailure = () => {
      throw new Mine('stop')
    }
    for (const suspension of ['jspi', 'worker'] as const) {
      await using host = await start(apiGuest(), { onFailure, suspension })
      await expect(host.guest.call('get_device', 9, 16)).rejects.toThrow(Mine)
      expect(await host.guest.call('get_device', 1, 16)).toBe(0)
    }
  })

  test('a value that cannot be copied is an error, and the guest goes on', async () => {
    const guestBytes = wat(`(module ${imports.get_device} (memory 1)
      (func $f (export "f") (result i32) (i32.const 1))
      (elem declare func $f)
      (func (export "reference") (result funcref) (ref.func $f)))`)
    await using host = await start(guestBytes)
    await expect(host.guest.call('reference')).rejects.toThrow(/"reference" returned cannot leave/)
    await expect(host.guest.call('f', () => {})).rejects.toThrow(/a parameter of "f" cannot be copied/)
    expect(await host.guest.call('f')).toBe(1)
  })
})

describe('imports of a guest in a worker', () => {
  const guestBytes = wat(`(module ${imports.get_device}
    (import "env" "log" (func $log (param i32)))
    (import "env" "base" (global $base i32))
    (memory (export "memory") 1)
    (func (export "run") (call $log (i32.add (global.get $base) (i32.const 2)))))`)
  const source =
    'export const createImports = (guest) => ({ env: { log: (value) => { new Int32Array(guest.memory.buffer)[0] = value } } })'

  test('functions cannot follow it, and the error says so', async () => {
    const started = start(guestBytes, {}, { imports: { env: { log: () => {}, base: 1 } } })
    await expect(started).rejects.toThrow(GuestError)
    await expect(started).rejects.toThrow(/worker.*one thread only: env\.log; give importsUrl/)
  })

  test('come from importsUrl, and what can be copied from imports, in a worker and here', async () => {
    for (const suspension of ['jspi', 'worker'] as const) {
      await using host = await start(
        guestBytes,
        { suspension },
        { imports: { env: { base: 40 } }, importsUrl: moduleUrl(source) },
      )
      await host.guest.call('run')
      expect(new Int32Array(host.guest.memory!.buffer)[0]).toBe(42)
    }
  })

  test.each([
    ['what nobody has', {}, /imports what the host does not have.*env\.log.*env\.base/],
    ['a module that is not there', { importsUrl: 'file:///no/such/module.js' }, /cannot be imported/],
    ['a module without createImports', { importsUrl: moduleUrl('export {}') }, /no function createImports/],
    ['a module that ends the worker', { importsUrl: moduleUrl('process.exit(1)') }, /worker ended/],
  ])('%s', async (_, options, message) => {
    const started = start(guestBytes, {}, options)
    await expect(started).rejects.toThrow(GuestError)
    await expect(started).rejects.toThrow(message)
  })

  test('a relative URL is a TypeError', async () => {
    await expect(start(guestBytes, {}, { importsUrl: './imports.js' })).rejects.toThrow(TypeError)
  })

  test('a shared memory of the host is shared with the guest', async () => {
    const importing = wat(`(module ${imports.get_device} (import "env" "memory" (memory 1 2 shared))
      (func (export "store") (i32.store (i32.const 4) (i32.const 9))))`)
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536, shared: true })
    await using host = await start(importing, {}, { imports: { env: { memory } } })
    await host.guest.call('store')
    expect(new Int32Array(memory.buffer)[1]).toBe(9)
  })
})

describe('a kernel that does not end', () => {
  const endless = kernelModule('(loop $again (br $again))')

  async function startEndless(options: Options, signal?: AbortSignal) {
    const host = await start(
      apiGuest(),
      { backends: [createCpuBackend({ threads: 2 })], ...options },
      { signal },
    )
    new Uint8Array(host.guest.memory!.buffer).set(endless, 1024)
    expect(await host.guest.call('get_device', 1, 16)).toBe(0)
    const run = () => host.guest.call('parallel_exec', 1, 1024, endless.length, 4, 1, 0, 0, 0, 0)
    return { ...host, run }
  }

  test('is ended by the signal', async () => {
    const controller = new AbortController()
    await using host = await startEndless({}, controller.signal)
    const running = host.run()
    setTimeout(() => controller.abort(), 30)
    expect(await running).toBe(errnoNumbers.cancelled)
    expect(host.guest.failures[0]!.error).toBeInstanceOf(CancelledError)
  })

  test('is ended by the time limit', async () => {
    await using host = await startEndless({ timeLimitMs: 500 })
    expect(await host.run()).toBe(errnoNumbers.timed_out)
    expect(host.guest.failures[0]!.error).toBeInstanceOf(TimeoutError)
    expect(await host.guest.call('get_device', 1, 16)).toBe(0)
  })
})

describe('the end of a guest in a worker', () => {
  const looping = wat(
    `(module ${imports.get_device} (memory 1) (func (export "loop") (loop $again (br $again))))`,
  )

  test('dispose ends a guest that does not: its calls reject', async () => {
    await using host = await start(looping)
    const running = host.guest.call('loop')
    const ended = Promise.allSettled([running])
    await host.guest[Symbol.asyncDispose]()
    const reason = { message: expect.stringContaining('disposed') }
    expect(await ended).toMatchObject([{ status: 'rejected', reason }])
    await expect(host.guest.call('loop')).rejects.toThrow(GuestError)
  })

  test('a process with an idle guest exits; one with a running call waits for it', async () => {
    const program = `
      import { createSequentialBackend } from '@weft/backend'
      import { createParallel } from '@weft/parallel'
      const bytes = Uint8Array.from(${JSON.stringify([...apiGuest()])})
      const parallel = await createParallel({ backends: [createSequentialBackend()], suspension: 'worker' })
      const guest = await parallel.instantiate(bytes)
      guest.call('get_device', 1, 16).then((errno) => console.log('errno ' + errno))`
    const parameters = ['--input-type=module', '--eval', program]
    const folder = new URL('..', import.meta.url)
    const { stdout } = await promisify(execFile)(process.execPath, parameters, {
      cwd: folder,
      timeout: 300_000,
    })
    expect(stdout).toBe('errno 0\n')
  })
})
