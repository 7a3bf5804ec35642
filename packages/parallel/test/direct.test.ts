import { createSequentialBackend } from '@weft/backend'
import {
  AccessError,
  DeviceLostError,
  InvalidHandleError,
  InvalidKernelError,
  KernelSignatureError,
  KernelTrapError,
  SizeError,
  WrongDeviceError,
} from '@weft/core'
import { describe, expect, test } from 'vitest'
import { createParallel, type ParallelBuffer } from '../src/index.js'
import { backends, createPromisingBackend } from './backends.js'
import { kernelModule } from './guests.js'

/** `out[i] = in[i] * 2`, 32-bit. */
const double = kernelModule(
  `(i32.store (i32.add (local.get $b1) (i32.shl (local.get $i) (i32.const 2)))
    (i32.shl (i32.load (i32.add (local.get $b0) (i32.shl (local.get $i) (i32.const 2)))) (i32.const 1)))`,
  2,
)
const trap = kernelModule('(if (i32.eq (local.get $i) (i32.const 7)) (then unreachable))')

describe.each(backends)('direct use from TypeScript, %s', (_, createBackend) => {
  test('a kernel reaches no buffer of another user, whatever address it writes to', async () => {
    await using parallel = await createParallel({ backends: [createBackend()] })
    await using first = await parallel.openDevice()
    await using second = await parallel.openDevice()
    using mine = first.createBuffer(4096)
    using theirs = second.createBuffer(4096)
    // The kernel fills the 4 KiB in front of its buffer and the 4 KiB behind it.
    const vandal = kernelModule(
      `(memory.fill (i32.sub (local.get $b0) (i32.const 4096)) (i32.const 7) (i32.const 12288))`,
      1,
    )
    await second.run(vandal, { iterations: 1, out: [theirs] })
    const bytes = new Uint8Array(4096)
    await mine.read(bytes)
    expect(bytes.every((byte) => byte === 0)).toBe(true)
  })

  test('buffers, a kernel, a run', async () => {
    await using parallel = await createParallel({ backends: [createBackend()] })
    await using device = await parallel.openDevice()
    const numbers = Int32Array.from({ length: 1000 }, (_, index) => index)
    using input = device.createBuffer(numbers.byteLength, 'read')
    using output = device.createBuffer(numbers.byteLength, 'write')
    await input.write(numbers)
    const kernel = await device.kernel(double)
    expect(kernel.bufferCount).toBe(2)
    for (const given of [kernel, double]) {
      const report = await device.run(given, { iterations: 1000, blockSize: 4, in: [input], out: [output] })
      expect(report.blockSize).toBe(4)
    }
    const result = new Int32Array(1000)
    await output.read(result)
    expect(result).toEqual(numbers.map((value) => value * 2))
    const part = new DataView(new ArrayBuffer(16), 8, 8)
    await output.read(part)
    expect(part.getInt32(4, true)).toBe(2)
  })

  test('faults', async () => {
    await using parallel = await createParallel({ backends: [createBackend()] })
    await using device = await parallel.openDevice()
    const input = device.createBuffer(64, 'read')
    const output = device.createBuffer(64, 'write')
    const target = new Uint8Array(4)
    await expect(output.read(target)).rejects.toThrow(AccessError)
    await expect(input.write(new Uint8Array(65))).rejects.toThrow(SizeError)
    await expect(input.read(new Uint8Array(65))).rejects.toThrow(SizeError)
    await expect(input.write([1, 2] as unknown as Uint8Array)).rejects.toThrow(TypeError)
    expect(() => device.createBuffer(0)).toThrow(SizeError)
    expect(() => device.createBuffer(1.5)).toThrow(TypeError)
    expect(() => device.createBuffer(-1)).toThrow(RangeError)
    expect(() => device.createBuffer(8, 'all' as 'read')).toThrow(TypeError)
    const run = (ins: ParallelBuffer[], out: ParallelBuffer[]) =>
      device.run(double, { iterations: 1, in: ins, out })
    await expect(run([output], [output])).rejects.toThrow(AccessError)
    await expect(run([input], [input])).rejects.toThrow(AccessError)
    await expect(run([input], [])).rejects.toThrow(KernelSignatureError)
    await expect(run([input], [{} as ParallelBuffer])).rejects.toThrow(WrongDeviceError)
    await expect(device.run(double, { iterations: 2 ** 32 })).rejects.toThrow(RangeError)
    await expect(device.run(double, { iterations: 1, blockSize: 0.5 })).rejects.toThrow(TypeError)
    await expect(device.run(new Uint8Array(8), { iterations: 1 })).rejects.toThrow(InvalidKernelError)
    await expect(device.run('x' as unknown as Uint8Array, { iterations: 1 })).rejects.toThrow(TypeError)
    await expect(device.run(trap, { iterations: 10 })).rejects.toThrow(KernelTrapError)
    input.free()
    input.free()
    await expect(input.write(target)).rejects.toThrow(InvalidHandleError)
    await expect(run([input], [output])).rejects.toThrow(InvalidHandleError)
  })
})

test('10,000 buffers made and dropped', async () => {
  await using parallel = await createParallel({ backends: [createSequentialBackend()] })
  await using device = await parallel.openDevice('sequential')
  for (let round = 0; round < 10_000; round++) {
    using buffer = device.createBuffer(1 << 20)
    if (round % 1000 === 0) await buffer.write(new Uint8Array(1 << 20))
  }
})

test('kernels and buffers of another device', async () => {
  const backends = [createSequentialBackend(), createPromisingBackend('cpu')]
  await using parallel = await createParallel({ backends })
  const first = await parallel.openDevice('sequential')
  const second = await parallel.openDevice('cpu')
  expect([first.info.kind, second.info.kind]).toEqual(['sequential', 'cpu'])
  const buffer = first.createBuffer(64)
  await expect(second.run(double, { iterations: 1, in: [buffer], out: [buffer] })).rejects.toThrow(
    WrongDeviceError,
  )
  await expect(second.run(await first.kernel(double), { iterations: 0 })).rejects.toThrow(WrongDeviceError)
})

test('a kernel that made room for another is made ready again', async () => {
  await using parallel = await createParallel({
    backends: [createPromisingBackend()],
    limits: { maximumKernels: 1 },
  })
  const device = await parallel.openDevice()
  const buffer = device.createBuffer(64)
  const kernel = await device.kernel(double)
  const others = Array.from({ length: 4 }, (_, index) => kernelModule(`(drop (i32.const ${index}))`))
  const runs = others.map((other) => device.run(other, { iterations: 1 }))
  await Promise.all([...runs, device.run(kernel, { iterations: 1, in: [buffer], out: [buffer] })])
  await device.run(kernel, { iterations: 1, in: [buffer], out: [buffer] })
})

test('a closed host', async () => {
  const parallel = await createParallel({ backends: [createSequentialBackend()] })
  const device = await parallel.openDevice()
  const buffer = device.createBuffer(64)
  await parallel[Symbol.asyncDispose]()
  await parallel[Symbol.asyncDispose]()
  await expect(parallel.openDevice()).rejects.toThrow(DeviceLostError)
  await expect(parallel.instantiate(double)).rejects.toThrow(DeviceLostError)
  await expect(buffer.write(new Uint8Array(4))).rejects.toThrow(InvalidHandleError)
  await expect(device.run(trap, { iterations: 1 })).rejects.toThrow(DeviceLostError)
})
