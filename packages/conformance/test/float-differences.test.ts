import { expect, test } from 'vitest'
import { runConformance, unexplainedFailures } from '../src/index.js'
import { writeBits } from '../src/values.js'
import { tamperedDevice } from './support/tampered-device.js'

/** Runs one assertion with inexact floats on a device whose function returns these bits. */
async function classOf(code: string, action: string, expected: string, actual: bigint, sizeBytes = 4) {
  const result = expected.startsWith('(i32') ? 'i32' : sizeBytes === 16 ? 'v128' : 'f32'
  const parameters = sizeBytes === 16 ? 'v128 v128' : 'f32 f32'
  const text = `(module (func (export "f") (param ${parameters}) (result ${result}) ${code}))
    (assert_return (invoke "f" ${action}) ${expected})`
  // A record of results: 16 bytes of its own, then one result.
  const read = (target: Uint8Array) => {
    if (target.length === 32) writeBits(target, 16, actual, sizeBytes)
  }
  await using device = await tamperedDevice({ read })
  const report = await runConformance([{ name: 'x', text }], { device, float: 'fast' })
  expect(report.failed).toBe(1)
  expect(unexplainedFailures(report)).toBe(report.classes?.unexplained ?? 0)
  return Object.keys(report.classes ?? {}).join()
}

const binary = (name: string) => `(${name} (local.get 0) (local.get 1))`
const two = (left: string, right: string) => `(f32.const ${left}) (f32.const ${right})`

test('denormals that are flushed in operands, in results, or in between', async () => {
  const add = (actual: bigint) =>
    classOf(binary('f32.add'), two('0x1p-149', '0x1p-140'), '(f32.const 0x1.008p-140)', actual)
  expect(await add(0n)).toBe('flushed denormal')
  expect(await add(0x8000_0000n)).toBe('flushed denormal')
  expect(await add(1n)).toBe('unexplained')
  expect(await classOf(binary('f32.lt'), two('0', '0x1p-149'), '(i32.const 1)', 0n)).toBe('flushed denormal')
  const between = '(f32.div (f32.mul (local.get 0) (local.get 0)) (local.get 1))'
  expect(await classOf(between, two('0x1p-70', '0x1p-20'), '(f32.const 0x1p-120)', 0n)).toBe(
    'flushed denormal',
  )
})

test('a wrong zero is not a flushed denormal', async () => {
  const bits = 0x8000_0000n
  expect(await classOf(binary('f32.mul'), two('0', '1'), '(f32.const 0)', bits)).toBe('unexplained')
})

test('lanes of vectors, each for itself', async () => {
  const action = '(v128.const f32x4 0x1p-149 1 2 3) (v128.const f32x4 0 1 2 3)'
  const expected = '(v128.const f32x4 0x1p-149 2 4 6)'
  const right = 0x40c00000_40800000_40000000_00000000n
  const wrong = right ^ (1n << 32n)
  expect(await classOf(binary('f32x4.add'), action, expected, right, 16)).toBe('flushed denormal')
  expect(await classOf(binary('f32x4.add'), action, expected, wrong, 16)).toBe('unexplained')
})

test('NaNs with other bits', async () => {
  const actual = 0x7fc0_0001n
  const infinities = two('inf', '-inf')
  expect(await classOf(binary('f32.add'), infinities, '(f32.const nan:canonical)', actual)).toBe('NaN bits')
  expect(await classOf(binary('f32.add'), infinities, '(f32.const nan:canonical)', 0n)).toBe('unexplained')
})

test('division and square root, within three places; contraction, where it can be', async () => {
  const third = 0x3eaa_aaabn
  const divide = (actual: bigint) =>
    classOf(binary('f32.div'), two('1', '3'), '(f32.const 0x1.555556p-2)', actual)
  expect(await divide(third + 3n)).toBe('division or square root error')
  expect(await divide(third + 4n)).toBe('unexplained')
  const fused = '(f32.add (f32.mul (local.get 0) (local.get 0)) (local.get 1))'
  expect(await classOf(fused, two('3', '1'), '(f32.const 10)', 0x4120_0001n)).toBe('contraction')
  expect(await classOf(binary('f32.add'), two('9', '1'), '(f32.const 10)', 0x4120_0001n)).toBe('unexplained')
})
