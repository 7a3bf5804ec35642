import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { type BuiltGuest, buildGuest } from '../src/index.js'
import { type FakeGuest, runGuest } from './fake-host.js'

const guestPath = (name: string) => fileURLToPath(new URL(`./assembly/${name}.ts`, import.meta.url))

let built: BuiltGuest
let guest: FakeGuest

beforeAll(async () => {
  built = await buildGuest({ entry: guestPath('kernels'), text: true })
  guest = await runGuest(built.wasm)
})

test('an array-style kernel runs over buffers of the guest', async () => {
  const { wasm, warnings } = await buildGuest({ entry: guestPath('nstream') })
  expect(warnings).toEqual([])
  expect((await runGuest(wasm)).call('run', 100)).toBe(800)
})

test('outputs may come before inputs, helpers are called, f32 is exact', () => {
  expect(guest.call('runScale', 10)).toBe(27)
})

test('iteration, number of iterations and block size are the call’s own', () => {
  expect(guest.call('runBlocks', 10, 4)).toBe(10 + 3 * 3000)
})

test('a kernel can work with vectors', () => {
  expect(guest.call('runVectors', 8)).toBe(5)
})

test('every type of number arrives as it was passed', () => {
  const address = guest.call('runEveryScalar') as number
  const values = new Float64Array((guest.exports.memory as WebAssembly.Memory).buffer, address, 13)
  const big = 2 ** 53
  const expected = [
    -128,
    255,
    -32_768,
    65_535,
    -(2 ** 31),
    2 ** 32 - 1,
    -big,
    big,
    0.5,
    0.1,
    1,
    2 ** 32 - 1,
    -1,
  ]
  expect([...values]).toEqual(expected)
})

test('a kernel of another file runs on two devices, with one scalar buffer for each', async () => {
  const { call, calls } = await runGuest(built.wasm)
  expect(call('runHalve', 4)).toBe(52)
  expect(calls.filter(([name]) => name === 'create_buffer')).toHaveLength(4)
})

test('run throws and tryRun returns what the host answers', async () => {
  const failing = await runGuest(built.wasm, { parallel_for: 14 })
  expect(failing.call('tryScale')).toBe(14)
  expect(() => failing.call('runVectors', 2)).toThrow('parallel_for of kernel addVectors failed: kernel_trap')
  const refusing = await runGuest(built.wasm, { create_buffer: 8 })
  expect(() => refusing.call('runVectors', 2)).toThrow('create_buffer failed: out_of_memory')
})

test('a kernel in array style is the code of one with pointers', () => {
  const byArrays = instructions('kernels/star.$core')
  expect(byArrays.length).toBeGreaterThan(30)
  expect(byArrays).toEqual(instructions('kernels/starByPointers'))
})

/** A function's instructions without the numbers of its locals. */
function instructions(name: string): string[] {
  const start = built.text!.indexOf(`(func $${name} `)
  const end = built.text!.indexOf('\n )', start)
  const lines = built.text!.slice(start, end).split('\n').slice(1)
  return lines
    .map((line) => line.trim().replace(/^(local\.\w+) .*/, '$1'))
    .filter((line) => !line.startsWith('(local'))
}

test('a debug build is written with its source map, whose sources are the author’s', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'weft-'))
  try {
    const outFile = path.join(folder, 'out', 'nstream.wasm')
    const { wasm, sourceMap } = await buildGuest({ entry: guestPath('nstream'), outFile, debug: true })
    expect(new Uint8Array(await readFile(outFile))).toEqual(wasm)
    expect(await readFile(path.join(folder, 'out', 'nstream.wasm.map'), 'utf8')).toBe(sourceMap)
    expect(JSON.parse(sourceMap!).sources).toContain('nstream.ts')
    expect((await runGuest(wasm)).call('run', 10)).toBe(80)
  } finally {
    await rm(folder, { recursive: true })
  }
})
