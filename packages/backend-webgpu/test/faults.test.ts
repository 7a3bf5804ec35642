import { expect, test } from 'vitest'
import { filled, openDevice, wordsOf } from './support/gpu.js'
import { callOf, countKernel, endlessKernel, kernel, word } from './support/kernels.js'

const iterations = 1000
const outOfBounds = { code: 'kernel-trap', trap: 'out of bounds memory access' }

/** Traps in the iteration that the first word of the second buffer names. */
function trapping(trap: string): ReturnType<typeof kernel> {
  const body = `(if (i32.eq (local.get $i) (i32.load (local.get $p1))) (then ${trap}))
    (i32.store ${word} (i32.const 1))`
  return kernel(body, { buffers: 2 })
}

test.each([
  ['unaligned atomic', '(drop (i32.atomic.load (i32.add (local.get $p0) (i32.const 1))))'],
  ['out of bounds memory access', '(i32.store8 (i32.add (local.get $p0) (local.get $l0)) (i32.const 1))'],
  ['out of bounds memory access', '(drop (i64.load (i32.add (local.get $p0) (i32.const -4))))'],
  ['out of bounds memory access', '(v128.store offset=0xfffffff0 (i32.const 16) (v128.const i64x2 0 0))'],
  ['out of bounds memory access', '(memory.fill (local.get $p0) (i32.const 9) (i32.const -1))'],
  ['unreachable', 'unreachable'],
])('%s at the first, a middle and the last iteration: %s', async (trap, body) => {
  const device = await openDevice()
  const prepared = await device.prepare(trapping(body))
  for (const iteration of [0, 500, iterations - 1]) {
    const done = device.createBuffer(4 * iterations, 'read_write')
    const plan = await filled(device, Uint32Array.of(iteration))
    const exec = device.exec(callOf(prepared, iterations, done, plan))
    const error = { code: 'kernel-trap', trap, iteration, functionName: 'kernel' }
    await expect(exec).rejects.toMatchObject(error)
    expect((await wordsOf(device, done))[iteration]).toBe(0)
  }
})

test('of several iterations that trap, the lowest is reported', async () => {
  const device = await openDevice()
  const body = `(if (i32.eq (i32.and (local.get $i) (i32.const 1)) (i32.const 1)) (then unreachable))
    (if (i32.ge_u (local.get $i) (i32.const 4)) (then (drop (i32.div_u (i32.const 1) (i32.const 0)))))`
  const prepared = await device.prepare(kernel(body, { buffers: 0 }))
  const error = { code: 'kernel-trap', iteration: 1, trap: 'unreachable' }
  await expect(device.exec(callOf(prepared, 100_000))).rejects.toMatchObject(error)
})

test('an access that leaves its buffer traps, also where another buffer, its padding or static data lies', async () => {
  const device = await openDevice()
  const sizes = [5, 64, 256, 1001]
  const bystanders = await Promise.all(sizes.map((size) => filled(device, new Uint8Array(size).fill(7))))
  const target = device.createBuffer(64, 'read_write')
  const after = await filled(device, new Uint8Array(64).fill(7))
  const at = (offset: number) =>
    kernel(`(i32.store8 (i32.add (local.get $p0) (i32.const ${offset})) (i32.const 9))`)
  for (const offset of [64, 65, 100, 127, 128, 192, 2 ** 20, -1, -64, -128, -129, -256, -512, -(2 ** 28)]) {
    const prepared = await device.prepare(at(offset))
    await expect(device.exec(callOf(prepared, 1, target)), `offset ${offset}`).rejects.toMatchObject(
      outOfBounds,
    )
  }
  for (const buffer of [...bystanders, after]) {
    const bytes = new Uint8Array(buffer.sizeBytes)
    await device.read(buffer, bytes)
    expect(bytes).toEqual(new Uint8Array(buffer.sizeBytes).fill(7))
  }
})

test('without tests of bounds, what leaves a buffer traps nobody and harms no other device', async () => {
  const [device, other] = [await openDevice({ bounds: 'clamp' }), await openDevice()]
  const [target, bystander] = [
    await filled(device, new Uint8Array(64)),
    await filled(other, new Uint8Array(64)),
  ]
  const wild = kernel(
    `(i32.store (i32.add (local.get $p0) (i32.mul (local.get $i) (i32.const 4))) (i32.const 9))`,
  )
  await device.exec(callOf(await device.prepare(wild), 1000, target))
  expect(await wordsOf(device, target)).toEqual(new Uint32Array(16).fill(9))
  expect(await wordsOf(other, bystander)).toEqual(new Uint32Array(16))
})

test('accesses of every width at every alignment, to the last byte of a buffer of odd length', async () => {
  const device = await openDevice()
  const loads = [
    ['i32.load8_u', 'i32.store8', 1],
    ['i32.load16_u', 'i32.store16', 2],
    ['i32.load', 'i32.store', 4],
    ['i64.load', 'i64.store', 8],
    ['v128.load', 'v128.store', 16],
  ] as const
  const size = 37
  const source = Uint8Array.from({ length: size }, (_, index) => index + 1)
  const from = await filled(device, source)
  for (const [load, store, width] of loads) {
    const place = (pointer: string) => `(i32.add (local.get ${pointer}) (local.get $i))`
    const copy = await device.prepare(
      kernel(`(${store} ${place('$p1')} (${load} ${place('$p0')}))`, { buffers: 2 }),
    )
    const to = device.createBuffer(size, 'read_write')
    const last = size - width
    await device.exec(callOf(copy, last + 1, from, to))
    const bytes = new Uint8Array(size)
    await device.read(to, bytes)
    expect(bytes, load).toEqual(source)
    const error = { ...outOfBounds, iteration: last + 1 }
    await expect(device.exec(callOf(copy, last + 3, from, to)), load).rejects.toMatchObject(error)
  }
})

test('a kernel that never ends is ended by its fuel, and the error says how to give it more', async () => {
  const device = await openDevice({ fuel: 100_000 })
  const prepared = await device.prepare(endlessKernel)
  const message = /^iteration 76 took more than 100000 turns of a loop in function \$kernel .*option fuel/
  const error = { code: 'limit-exceeded', message: expect.stringMatching(message) }
  await expect(device.exec(callOf(prepared, 77))).rejects.toMatchObject(error)
  const counts = device.createBuffer(16, 'read_write')
  await device.exec(callOf(await device.prepare(countKernel), 4, counts))
  expect(await wordsOf(device, counts)).toEqual(Uint32Array.of(1, 1, 1, 1))
})

test('bytes that are no module are refused', async () => {
  const device = await openDevice()
  const { bytes } = countKernel
  for (const broken of [bytes.subarray(0, 8), bytes.subarray(0, bytes.length - 20), Uint8Array.of(1, 2, 3)]) {
    const prepare = device.prepare({ ...countKernel, bytes: broken })
    await expect(prepare).rejects.toMatchObject({
      code: expect.stringMatching(/^(invalid|unsupported)-kernel$/),
    })
  }
  for (let at = 8; at < bytes.length; at += 3) {
    const broken = bytes.slice()
    broken[at]! ^= 0x55
    const outcome = await Promise.resolve(device.prepare({ ...countKernel, bytes: broken })).then(
      () => 'prepared',
      (error) => error.code,
    )
    expect(['prepared', 'invalid-kernel', 'unsupported-kernel'], `byte ${at}`).toContain(outcome)
  }
})
