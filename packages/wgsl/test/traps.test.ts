import { beforeAll, describe, expect, test } from 'vitest'
import { openDevice } from './open-device.js'
import { assemble, runOnGpu } from './run-kernel.js'

let device: GPUDevice

beforeAll(async () => {
  device = await openDevice()
})

const iterations = 200

/** Does `body` in iteration `$at` only, and counts in memory how far each iteration came. */
function trapping(at: number, body: string): Promise<Uint8Array<ArrayBuffer>> {
  return assemble(`(module (import "" "memory" (memory 1 65536 shared))
    (type $none (func)) (type $other (func (param i32)))
    (table 4 funcref) (elem (i32.const 0) $nothing $wanting)
    (func $nothing (type $none)) (func $wanting (type $other))
    (func (export "kernel") (param $id i32) (param i32 i32) (param $data i32) (param $length i32) (local $place i32)
      (local.set $place (i32.add (local.get $data) (i32.shl (local.get $id) (i32.const 2))))
      (i32.store (local.get $place) (i32.const 1))
      (if (i32.eq (local.get $id) (i32.const ${at})) (then ${body}))
      (i32.store (local.get $place) (i32.const 2))))`)
}

const far = '(i32.const 0xf0000000)'
const bodies: Readonly<Record<string, readonly string[]>> = {
  unreachable: ['unreachable'],
  'integer divide by zero': [
    '(drop (i32.div_s (local.get $id) (i32.eqz (local.get $data))))',
    '(drop (i64.rem_u (i64.const 5) (i64.extend_i32_u (i32.eqz (local.get $data)))))',
  ],
  'integer overflow': [
    '(drop (i32.div_s (i32.const 0x80000000) (i32.sub (i32.eqz (local.get $data)) (i32.const 1))))',
    '(drop (i32.trunc_f32_s (f32.const 1e10)))',
  ],
  'invalid conversion to integer': ['(drop (i64.trunc_f64_u (f64.const nan)))'],
  'out of bounds memory access': [
    `(drop (i32.load ${far}))`,
    `(i64.store ${far} (i64.const 1))`,
    '(drop (i32.load8_u (i32.add (local.get $data) (local.get $length))))',
    '(i32.store offset=4 (i32.add (local.get $data) (i32.sub (local.get $length) (i32.const 6))) (i32.const 7))',
    '(drop (i32.load (i32.sub (local.get $data) (i32.const 4))))',
    '(drop (v128.load offset=0xffffffff (local.get $data)))',
    '(memory.fill (local.get $data) (i32.const 9) (i32.add (local.get $length) (i32.const 1)))',
  ],
  'undefined element': ['(call_indirect (type $none) (i32.add (i32.const 4) (local.get $data)))'],
  'uninitialized element': [
    '(call_indirect (type $none) (i32.add (i32.const 2) (i32.eqz (local.get $data))))',
  ],
  'indirect call type mismatch': [
    '(call_indirect (type $none) (i32.add (i32.const 1) (i32.eqz (local.get $data))))',
  ],
  'unaligned atomic': ['(drop (i32.atomic.rmw.add (i32.add (local.get $data) (i32.const 2)) (i32.const 1)))'],
  'out of fuel': [
    '(loop $for_ever (br $for_ever))',
    '(loop $a (loop $b (br_if $b (local.get $id)) (br $a)))',
  ],
}

describe.each(Object.entries(bodies))('%s', (cause, texts) => {
  test.each(texts)('%s', async (body) => {
    for (const at of [0, 77, iterations - 1]) {
      if (at === 0 && body.includes('br_if $b')) continue
      const job = { bytes: await trapping(at, body), iterations, buffers: [new Uint8Array(4 * iterations)] }
      const { trap, buffers, compiled } = await runOnGpu(device, job, { float: 'strict', fuel: 1000 })
      expect(trap, compiled.wgsl).toEqual({ iteration: at, cause })
      const words = new Uint32Array(buffers[0]!.slice().buffer)
      expect(words[at]).toBe(1)
      expect(words.filter((word) => word === 2).length).toBe(iterations - 1)
    }
  })
})

test('the first of several trapping iterations is told, with its own cause', async () => {
  const bytes = await assemble(`(module (import "" "memory" (memory 1 65536 shared))
    (func (export "kernel") (param $id i32) (param i32 i32) (param $data i32) (param $length i32)
      (if (i32.eq (local.get $id) (i32.const 150)) (then unreachable))
      (if (i32.ge_u (local.get $id) (i32.const 120)) (then (drop (i32.div_u (i32.const 1) (i32.const 0)))))))`)
  const job = { bytes, iterations, buffers: [new Uint8Array(4)] }
  expect((await runOnGpu(device, job)).trap).toEqual({ iteration: 120, cause: 'integer divide by zero' })
})

test('a trap in a callee ends the iteration in all its callers', async () => {
  const bytes = await assemble(`(module (import "" "memory" (memory 1 65536 shared))
    (func $inner (param i32) (result i32) (if (i32.eq (local.get 0) (i32.const 3)) (then unreachable)) (local.get 0))
    (func $outer (param i32) (result i32) (i32.add (call $inner (local.get 0)) (i32.const 1)))
    (func (export "kernel") (param $id i32) (param i32 i32) (param $data i32) (param $length i32)
      (i32.store (i32.add (local.get $data) (i32.shl (local.get $id) (i32.const 2))) (call $outer (local.get $id)))))`)
  const { trap, buffers } = await runOnGpu(device, { bytes, iterations: 6, buffers: [new Uint8Array(24)] })
  expect(trap).toEqual({ iteration: 3, cause: 'unreachable' })
  expect([...new Uint32Array(buffers[0]!.slice().buffer)]).toEqual([1, 2, 3, 0, 5, 6])
})
