import { PassThrough, Readable, Writable } from 'node:stream'
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools'
import { type Component, compile } from '@weft/component'
import { beforeAll, describe, expect, test } from 'vitest'
import { NotACommandError, runCommand, type WasiOptions } from '../src/node.js'
import { buildGuest } from './support/build-guest.js'
import { runGuest } from './support/run-guest.js'

let guest: Component

beforeAll(async () => {
  guest = await buildGuest('commands')
})

const run = (words: string, options: WasiOptions = {}) =>
  runGuest(guest, { args: ['guest.wasm', ...words.split(' ')], ...options })

test('of two ways to run, that of WASI 0.3 is taken', async () => {
  const text = `(component
    (core module $m
      (func (export "old") (result i32) unreachable)
      (func (export "new") (result i32) i32.const 0))
    (core instance $i (instantiate $m))
    (func $old (result (result)) (canon lift (core func $i "old")))
    (func $new (result (result)) (canon lift (core func $i "new")))
    (instance $two (export "run" (func $old)))
    (instance $three (export "run" (func $new)))
    (export "wasi:cli/run@0.2.3" (instance $two))
    (export "wasi:cli/run@0.3.0" (instance $three)))`
  expect(await runCommand(await compile(await parse(text)))).toBe(0)
})

describe('exit codes', () => {
  test.each([
    ['nothing', 0],
    ['err', 1],
    ['exit ok', 0],
    ['exit err', 1],
    ['code 42', 42],
    ['code 0', 0],
    ['late', 7],
  ])('%s: %i', async (words, exitCode) => {
    expect(await run(words)).toEqual({ exitCode, stdout: '', stderr: '', denied: [] })
  })

  test.each([
    ['ok', 0],
    ['err', 1],
    ['code', 5],
  ])('of a guest that goes on after it returned: %s', async (how, exitCode) => {
    expect(await run(`after ${how}`)).toMatchObject({ exitCode, stdout: 'later' })
  })

  test('a trap after it returned is an error', () =>
    expect(run('after trap')).rejects.toMatchObject({ code: 'trap' }))

  test('a trap is an error', () =>
    expect(run('trap')).rejects.toMatchObject({
      code: 'trap',
      message: expect.stringContaining('unreachable'),
    }))

  test('a component that is no command is refused', () =>
    expect(runCommand({ ...guest, exports: [] })).rejects.toThrow(NotACommandError))
})

describe('the environment', () => {
  test('is empty', async () => {
    expect((await run('words a b')).stdout).toBe('guest.wasm,words,a,b true')
  })

  test('is what was given', async () => {
    const { stdout } = await run('words', { env: { foo: 'bar', baz: '42' } })
    expect(stdout).toBe('guest.wasm,words true foo=bar baz=42')
  })

  test('is inherited on request', async () => {
    process.env.WEFT_TEST_INHERITED = 'yes'
    const { stdout } = await run('words', { inheritEnv: true, env: { PATH: 'mine' } })
    expect(stdout).toContain('WEFT_TEST_INHERITED=yes')
    expect(stdout).toContain('PATH=mine')
  })

  test('has no terminals', async () => {
    expect((await run('terminals')).stdout).toBe('true true true')
  })
})

describe('standard input', () => {
  test('is at its end if it was not granted, and the host is told', async () => {
    expect(await run('echo')).toMatchObject({ stdout: '.', denied: ['stdin'] })
  })

  test('is a stream', async () => {
    const stdin = Readable.from([Buffer.from('some text '), Buffer.from('and more')])
    expect(await run('echo', { stdin })).toMatchObject({ stdout: 'some text and more.', denied: [] })
  })

  test('is bytes', async () => {
    const stdin = new TextEncoder().encode('bytes')
    expect(await run('echo', { stdin })).toMatchObject({ stdout: 'bytes.', denied: [] })
  })

  test('says that it failed', async () => {
    const stdin = new Readable({
      read() {
        this.destroy(new TypeError('broken'))
      },
    })
    expect((await run('echo', { stdin })).stdout).toBe('!0')
  })

  test('ends well if the guest drops it', async () => {
    const stdin = new PassThrough()
    expect((await run('drop', { stdin })).stdout).toBe('ok')
    expect(stdin.listenerCount('readable')).toBe(0)
  })
})

describe('standard output', () => {
  test('is apart from standard error', async () => {
    expect(await run('errors')).toMatchObject({ stdout: '', stderr: 'an error\n' })
  })

  test('has all that was written when the command is over', async () => {
    expect((await run('leave')).stdout).toBe('one two')
  })

  test('is written at the pace of its reader', async () => {
    let mostBuffered = 0
    const stdout = new Writable({
      highWaterMark: 1,
      write(_chunk, _encoding, done) {
        mostBuffered = Math.max(mostBuffered, stdout.writableLength)
        setImmediate(done)
      },
    })
    expect(await run('flood', { stdout })).toMatchObject({ exitCode: 0, stderr: 'ok all' })
    expect(mostBuffered).toBeLessThanOrEqual(2 * 65536)
  })

  test('that breaks is an error of the guest', async () => {
    const stdout = new Writable({
      write(_chunk, _encoding, done) {
        done(Object.assign(new TypeError('nobody reads'), { code: 'EPIPE' }))
      },
    })
    expect(await run('flood', { stdout })).toMatchObject({ exitCode: 0, stderr: 'err 2' })
  })
})

test('clocks', async () => {
  expect((await run('clocks')).stdout).toBe('true true true true')
})

test('waits for what is past have ended when they return', async () => {
  expect((await run('past')).stdout).toBe('true true true false true')
})

describe('random numbers', () => {
  test('are the same for a seed', async () => {
    const [first, second] = await Promise.all([
      run('random', { randomSeed: 1n }),
      run('random', { randomSeed: 1n }),
    ])
    expect(first.stdout).toBe(second.stdout)
    expect(first.stdout).toMatch(/^[\da-f]{16} 0 100000 \d+ [\da-f]{8} \d+ \d+ true$/)
  })

  test('differ otherwise', async () => {
    const [first, second] = await Promise.all([run('random'), run('random')])
    expect(first.stdout).not.toBe(second.stdout)
  })
})

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends it', async (signal, exitCode) => {
  const before = process.listenerCount(signal)
  const running = runGuest(guest, { args: ['guest.wasm', 'wait'], handleSignals: true })
  await expect.poll(() => process.listenerCount(signal), { timeout: 60_000 }).toBe(before + 1)
  process.emit(signal, signal)
  expect((await running).exitCode).toBe(exitCode)
  expect(process.listenerCount(signal)).toBe(before)
})
