import { UnsupportedKernelError } from '@weft/core'
import { decodeModule, encodeModule, readKernel } from '@weft/wasm-binary'
import { expect, test } from 'vitest'
import { compileKernel } from '../src/compile-kernel.js'
import { assemble } from './run-kernel.js'

const head = '(import "" "memory" (memory 1 65536 shared))'

async function refusal(text: string): Promise<UnsupportedKernelError> {
  const source = readKernel(await assemble(text))
  try {
    compileKernel(source)
  } catch (error) {
    if (error instanceof UnsupportedKernelError) return error
    throw error
  }
  throw new TypeError('the kernel was compiled')
}

test('every reason is given at once, each with its place and what to do instead', async () => {
  const { diagnostics } = await refusal(`(module ${head}
    (func $even (param i32) (result i32)
      (if (result i32) (local.get 0) (then (call $odd (i32.sub (local.get 0) (i32.const 1)))) (else (i32.const 1))))
    (func $odd (param i32) (result i32)
      (if (result i32) (local.get 0) (then (call $even (i32.sub (local.get 0) (i32.const 1)))) (else (i32.const 0))))
    (func $waits (param i32) (drop (memory.atomic.wait32 (local.get 0) (i32.const 0) (i64.const 0))))
    (func (export "kernel") (param i32 i32 i32) (param i32 i32)
      (drop (call $even (local.get 0)))
      (drop (i64.atomic.rmw.add (local.get 3) (i64.const 1)))
      (call $waits (local.get 3))))`)
  expect(diagnostics.map(({ rule, functionName }) => [rule, functionName])).toEqual([
    ['recursion', 'odd'],
    ['thread-wait', 'waits'],
    ['atomic-64', 'kernel'],
  ])
  expect(diagnostics[0]!.message).toBe('a GPU has no recursion: $even calls $odd calls $even')
  for (const { offset, workaround } of diagnostics) {
    expect(offset).toBeGreaterThan(0)
    expect(workaround).toBeTruthy()
  }
})

test('the place of a reason is that of the instruction in the module', async () => {
  const bytes = await assemble(`(module ${head}
    (func (export "kernel") (param i32 i32 i32) (drop (i64.atomic.load (i32.const 0)))))`)
  const error = await refusal(`(module ${head}
    (func (export "kernel") (param i32 i32 i32) (drop (i64.atomic.load (i32.const 0)))))`)
  const offset = error.diagnostics[0]!.offset!
  expect([...bytes.subarray(offset, offset + 2)]).toEqual([0xfe, 0x11])
})

/** A kernel of nothing but nested blocks; text of that depth is too much for wabt. */
async function nestedBlocks(depth: number) {
  const module = decodeModule(await assemble(`(module ${head} (func (export "kernel") (param i32 i32 i32)))`))
  const opened = Array.from({ length: depth }, () => [0x02, 0x40]).flat()
  const instructions = Uint8Array.from([...opened, ...Array.from({ length: depth + 1 }, () => 0x0b)])
  return readKernel(encodeModule({ ...module, code: [{ ...module.code[0]!, instructions }] }))
}

test('what nests too deep is refused', async () => {
  const ladder = (depth: number): string =>
    depth === 0
      ? ''
      : `(if (local.get 0) (then (local.set 3 (i32.const ${depth}))) (else ${ladder(depth - 1)}))`
  const { diagnostics } = await refusal(
    `(module ${head} (func (export "kernel") (param i32 i32 i32) (local i32) ${ladder(130)}))`,
  )
  expect(diagnostics.map(({ rule }) => rule)).toEqual(['nesting'])
  expect(compileKernel(await nestedBlocks(300)).wgsl).toContain('fn main')
  const deep = await nestedBlocks(10_000)
  expect(() => compileKernel(deep)).toThrow(expect.objectContaining({ code: 'unsupported-kernel' }))
})

test('bytes that are no module are an error of their own', () => {
  const source = { bytes: new Uint8Array(8), bufferCount: 0, staticBytes: 0, globals: [], functions: [] }
  expect(() => compileKernel(source)).toThrow(expect.objectContaining({ code: 'invalid-kernel' }))
})

test('wrong options are refused', async () => {
  const source = readKernel(await assemble(`(module ${head} (func (export "kernel") (param i32 i32 i32)))`))
  expect(() => compileKernel(source, { workgroupSize: 0 })).toThrow(RangeError)
  expect(() => compileKernel(source, { fuel: -1 })).toThrow(RangeError)
  expect(() => compileKernel(source, { float: 'exact' as 'strict' })).toThrow(TypeError)
})
