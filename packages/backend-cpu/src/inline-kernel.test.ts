import { decodeModule } from '@weft/wasm-binary'
import { describe, expect, test } from 'vitest'
import { kernel } from '../test/kernels.js'
import { addDriver } from './driver.js'

type Run = (begin: number, end: number, iterations: number, blockSize: number, ...buffers: number[]) => void
type Kernel = (iteration: number, iterations: number, blockSize: number, ...buffers: number[]) => void

const out = (value: string) =>
  `(i32.store (i32.add (local.get $p0) (i32.shl (local.get $i) (i32.const 2))) ${value})`

/** Kernels that use what an inliner can get wrong. Each writes one word per iteration. */
const kernels: Record<string, string> = {
  'a return inside nested blocks': `
    (block $outer (loop $again
      (if (i32.and (local.get $i) (i32.const 1)) (then ${out('(i32.const 7)')} (return)))
      (br_if $outer (i32.const 1)) (br $again)))
    ${out('(i32.const 9)')}`,
  'a branch to the function itself': `
    ${out('(i32.const 1)')}
    (block (br_if 1 (i32.rem_u (local.get $i) (i32.const 3))))
    ${out('(i32.const 2)')}`,
  'a branch table that leaves the function': `
    ${out('(i32.const 5)')}
    (block $a (block $b (br_table $a $b 2 (i32.rem_u (local.get $i) (i32.const 4)))) ${out('(i32.const 6)')} (return))
    ${out('(i32.const 8)')}`,
  'parameters that the kernel changes': `
    (local.set $block (i32.add (local.get $block) (local.get $n)))
    (local.set $n (i32.const 0))
    (local.set $l0 (i32.add (local.get $l0) (i32.const 1)))
    ${out('(i32.add (i32.add (local.get $block) (local.get $n)) (local.get $l0))')}
    (local.set $i (i32.const 0))`,
  'locals that start at zero every time': `
    (local $x i32) (local $y i64) (local $z f32) (local $w f64) (local $v v128)
    ${out(`(i32.add (i32.add (local.get $x) (i32.wrap_i64 (local.get $y)))
      (i32.add (i32x4.extract_lane 1 (local.get $v))
        (i32.add (i32.trunc_f32_s (local.get $z)) (i32.trunc_f64_s (local.get $w)))))`)}
    (local.set $x (i32.const 1)) (local.set $y (i64.const 2)) (local.set $z (f32.const 3)) (local.set $w (f64.const 4))
    (local.set $v (i32x4.splat (i32.const 5)))`,
  'a tail call': '(return_call $helper (local.get $i) (local.get $p0))',
}
const rest = `(func $helper (param $i i32) (param $p0 i32) ${out('(i32.mul (local.get $i) (i32.const 3))')})`

describe.each(Object.entries(kernels))('%s', (name, body) => {
  const { bytes } = kernel(body, { rest })
  const driven = addDriver(bytes)

  test('runs in the driver as it runs when called', () => {
    const expected = runAll(bytes, (exports, iteration) => {
      ;(exports.kernel as Kernel)(iteration, 20, 5, 64, 4096)
    })
    const actual = runAll(driven.bytes, (exports, iteration) => {
      if (iteration === 0) (exports['weft:run'] as Run)(0, 20, 20, 5, 64, 4096)
    })
    expect(actual).toEqual(expected)
  })

  test('is inlined unless its instructions forbid it', () => {
    expect(driven.inlined !== undefined).toBe(name !== 'a tail call')
  })
})

test('every instruction of the inlined body maps back to its place in the kernel', () => {
  const { bytes } = kernel(kernels['parameters that the kernel changes']!)
  const driven = addDriver(bytes)
  const { code } = decodeModule(driven.bytes)
  const driver = code[driven.driverIndex]!.instructions
  const body = code[driven.kernelIndex]!.instructions
  const mapped = [...driver.keys()].filter(
    (at) => driver[at] === 0x36 && body[driven.inlined!.originalOf(at) ?? 0] === 0x36,
  )
  expect(mapped.length).toBeGreaterThan(0)
})

function runAll(
  bytes: Uint8Array,
  step: (exports: WebAssembly.Exports, iteration: number) => void,
): Int32Array {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536, shared: true })
  const module = new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>)
  const { exports } = new WebAssembly.Instance(module, { '': { memory } })
  for (let iteration = 0; iteration < 20; iteration++) step(exports, iteration)
  return new Int32Array(memory.buffer, 64, 20).slice()
}
