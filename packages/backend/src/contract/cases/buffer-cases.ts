import { countKernel } from '../../generated/contract-kernels.js'
import type { ContractCase } from '../contract-case.js'
import { expectEqual, expectError, expectSame } from '../expect.js'
import { pseudoRandomBytes } from '../pseudo-random.js'

const sizes = [1, 3, 4, 127, 128, 129, 4096, 1_000_003]

export const bufferCases: readonly ContractCase[] = [
  {
    name: 'buffer: a new one is filled with zeros, also where a freed one lay',
    async run(context) {
      for (const size of sizes) {
        const used = await context.filled(pseudoRandomBytes(size))
        used.free()
        const fresh = context.empty(size)
        expectSame(await context.bytes(fresh), new Uint8Array(size), `a new buffer of ${size} bytes`)
      }
    },
  },
  {
    name: 'buffer: keeps its size and access mode',
    async run(context) {
      for (const access of ['read', 'write', 'read_write'] as const) {
        const buffer = context.empty(12, access)
        expectEqual(buffer.sizeBytes, 12, 'sizeBytes')
        expectEqual(buffer.access, access, 'access')
      }
    },
  },
  {
    name: 'buffer: reading gives what was written',
    async run(context) {
      const written = sizes.map((size) => pseudoRandomBytes(size, size))
      const buffers = await Promise.all(written.map((bytes) => context.filled(bytes)))
      for (const [index, bytes] of written.entries()) {
        expectSame(await context.bytes(buffers[index]!), bytes, `a buffer of ${bytes.length} bytes`)
      }
    },
  },
  {
    name: 'buffer: a short write and a short read touch the start only',
    async run(context) {
      const bytes = pseudoRandomBytes(100)
      const buffer = await context.filled(bytes)
      await context.device.write(buffer, Uint8Array.of(7, 8, 9))
      expectSame(
        await context.bytes(buffer),
        [7, 8, 9, ...bytes.subarray(3)],
        'the buffer after a short write',
      )
      const target = new Uint8Array(5)
      await context.device.read(buffer, target)
      expectSame(target, [7, 8, 9, bytes[3]!, bytes[4]!], 'a short read')
    },
  },
  {
    name: 'buffer: a write or read of zero bytes does nothing',
    async run(context) {
      const buffer = await context.filled(Uint8Array.of(1, 2, 3, 4))
      await context.device.write(buffer, new Uint8Array(0))
      await context.device.read(buffer, new Uint8Array(0))
      expectSame(await context.bytes(buffer), [1, 2, 3, 4], 'the buffer')
    },
  },
  {
    name: 'buffer: more bytes than it has are refused',
    async run(context) {
      const buffer = await context.filled(Uint8Array.of(1, 2, 3, 4))
      await expectError(() => context.device.write(buffer, new Uint8Array(5)), 'a long write', 'invalid-size')
      await expectError(() => context.device.read(buffer, new Uint8Array(5)), 'a long read', 'invalid-size')
      expectSame(await context.bytes(buffer), [1, 2, 3, 4], 'the buffer after a refused write')
    },
  },
  {
    name: 'buffer: size 0 and sizes over the limit are refused',
    async run({ device, info }) {
      for (const size of [0, info.limits.maximumBufferBytes + 1]) {
        await expectError(() => device.createBuffer(size, 'read_write'), `size ${size}`, 'invalid-size')
      }
    },
  },
  {
    name: 'buffer: a freed one is refused, freeing twice is harmless',
    async run(context) {
      const { device } = context
      const buffer = context.empty(4)
      const other = await context.filled(Uint8Array.of(1, 2, 3, 4))
      buffer.free()
      buffer.free()
      await expectError(
        () => device.write(buffer, new Uint8Array(4)),
        'writing a freed buffer',
        'invalid-handle',
      )
      await expectError(
        () => device.read(buffer, new Uint8Array(4)),
        'reading a freed buffer',
        'invalid-handle',
      )
      const run = () => context.run(countKernel, { outBuffers: [buffer] })
      await expectError(run, 'a kernel on a freed buffer', 'invalid-handle')
      expectSame(await context.bytes(other), [1, 2, 3, 4], 'another buffer')
    },
  },
  {
    name: 'buffer: one of another device is refused',
    async run(context) {
      const { device } = context
      const foreign = (await context.openAnother()).createBuffer(4, 'read_write')
      await expectError(
        () => device.write(foreign, new Uint8Array(4)),
        'writing a foreign buffer',
        'wrong-device',
      )
      await expectError(
        () => device.read(foreign, new Uint8Array(4)),
        'reading a foreign buffer',
        'wrong-device',
      )
      const run = () => context.run(countKernel, { outBuffers: [foreign] })
      await expectError(run, 'a kernel on a foreign buffer', 'wrong-device')
    },
  },
  {
    name: 'buffer: 10,000 created and freed fit, though not at the same time',
    async run({ device, info }) {
      // Together 4.9 GiB: more than a device with 32-bit addresses can hold.
      const size = Math.min(2 ** 19, info.limits.maximumBufferBytes)
      for (let left = 10_000; left > 0; left--) device.createBuffer(size, 'read_write').free()
    },
  },
]
