import {
  countKernel,
  globalsKernel,
  scratchKernel,
  stackKernel,
  staticsKernel,
} from '../../generated/contract-kernels.js'
import type { DeviceBuffer } from '../../interface.js'
import type { ContractCase } from '../contract-case.js'
import type { ContractContext } from '../contract-context.js'
import { expectEqual, expectSame } from '../expect.js'
import { pseudoRandomBytes } from '../pseudo-random.js'

/** The kernel's static word 1, 2, 3, 4 as it reads it. */
const staticWord = 0x04030201

export const stateCases: readonly ContractCase[] = [
  {
    name: 'statics: every iteration sees them, with zeros around them',
    async run(context) {
      const seen = context.empty(8 * 1000)
      await context.run(staticsKernel, { iterations: 1000, outBuffers: [seen] })
      const expected = Array.from({ length: 1000 }, () => [staticWord, 0]).flat()
      expectSame(await context.words(seen), expected, 'the words seen')
    },
  },
  {
    name: 'statics: fresh in every call',
    async run(context) {
      const kernel = await context.device.prepare(staticsKernel)
      const seen = context.empty(8)
      for (let round = 0; round < 3; round++) {
        await context.device.exec({ kernel, iterations: 1, blockSize: 1, inBuffers: [], outBuffers: [seen] })
        expectSame(await context.words(seen), [staticWord, 0], `the words seen in call ${round}`)
      }
      kernel.release()
    },
  },
  {
    name: 'statics: those of a call replace those of the kernel, in that call only',
    async run(context) {
      const kernel = await context.device.prepare(staticsKernel)
      const seen = context.empty(8)
      const call = { kernel, iterations: 1, blockSize: 1, inBuffers: [], outBuffers: [seen] }
      await context.device.exec({ ...call, statics: [{ address: 1040, bytes: Uint8Array.of(5, 0, 0, 0) }] })
      expectSame(await context.words(seen), [0, 5], 'the words seen with statics in the call')
      await context.device.exec(call)
      expectSame(await context.words(seen), [staticWord, 0], 'the words seen in the next call')
      kernel.release()
    },
  },
  {
    name: 'statics: kernels and buffers do not disturb each other',
    async run(context) {
      const bytes = pseudoRandomBytes(4096)
      const bystander = await context.filled(bytes)
      const seen = context.empty(8)
      const counts = context.empty(4)
      await context.run(staticsKernel, { outBuffers: [seen] })
      await context.run(countKernel, { outBuffers: [counts] })
      await context.run(staticsKernel, { outBuffers: [seen] })
      expectSame(await context.words(seen), [staticWord, 0], 'the words seen')
      expectSame(await context.words(counts), [1], 'the count')
      expectSame(await context.bytes(bystander), bytes, 'another buffer')
    },
  },
  {
    name: 'memory: what a kernel may count on is there, on a device without buffers too',
    async run(context) {
      const device = await context.openAnother()
      const kernel = await device.prepare(scratchKernel)
      await device.exec({ kernel, iterations: 100, blockSize: 1, inBuffers: [], outBuffers: [] })
      kernel.release()
    },
  },
  {
    name: 'stack: each thread has its own',
    async run(context) {
      const iterations = 3000
      const bytes = pseudoRandomBytes(4096)
      const bystander = await context.filled(bytes)
      const seen = context.empty(4 * iterations)
      for (let round = 0; round < 2; round++) {
        await context.run(stackKernel, { iterations, outBuffers: [seen] })
        const expected = Int32Array.from({ length: iterations }, (_, iteration) => 2 * iteration)
        expectSame(await context.words(seen), expected, 'the sum of two stack words')
      }
      expectSame(await context.bytes(bystander), bytes, 'another buffer')
    },
  },
  {
    name: 'globals: every iteration sees their initial values',
    async run(context) {
      const records = context.empty(24 * 1000)
      await context.run(globalsKernel, { iterations: 1000, outBuffers: [records] })
      for (const iteration of [0, 1, 499, 998, 999]) {
        await expectRecord(context, records, iteration, [-1.25, 2n ** 40n + 1n, 0.5, -7])
      }
    },
  },
  {
    name: 'globals: set again in every call, to the values of the call where it has some',
    async run(context) {
      const kernel = await context.device.prepare(globalsKernel)
      const records = context.empty(24)
      const call = { kernel, iterations: 1, blockSize: 1, inBuffers: [], outBuffers: [records] }
      await context.device.exec(call)
      await context.device.exec({ ...call, globals: [5, -6n, 2.5, 1e300] })
      await expectRecord(context, records, 0, [1e300, -6n, 2.5, 5])
      await context.device.exec(call)
      await expectRecord(context, records, 0, [-1.25, 2n ** 40n + 1n, 0.5, -7])
      kernel.release()
    },
  },
]

async function expectRecord(
  context: ContractContext,
  records: DeviceBuffer,
  iteration: number,
  expected: readonly [number, bigint, number, number],
): Promise<void> {
  const view = new DataView((await context.bytes(records)).buffer, 24 * iteration, 24)
  const where = `in iteration ${iteration}`
  expectEqual(view.getFloat64(0, true), expected[0], `the f64 global ${where}`)
  expectEqual(view.getBigInt64(8, true), expected[1], `the i64 global ${where}`)
  expectEqual(view.getFloat32(16, true), expected[2], `the f32 global ${where}`)
  expectEqual(view.getInt32(20, true), expected[3], `the i32 global ${where}`)
}
