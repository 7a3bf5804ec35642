import { countKernel, orderKernel, staticsKernel } from '../../generated/contract-kernels.js'
import type { ContractCase } from '../contract-case.js'
import { expectError, expectSame, expectTrue } from '../expect.js'

export const refusalCases: readonly ContractCase[] = [
  {
    name: 'refusal: fewer or more buffers than the kernel takes',
    async run(context) {
      const buffer = context.empty(64)
      const none = () => context.run(countKernel)
      await expectError(none, 'no buffer for a kernel that takes one', 'kernel-signature')
      const two = () => context.run(countKernel, { inBuffers: [buffer], outBuffers: [buffer] })
      const error = await expectError(two, 'two buffers for a kernel that takes one', 'kernel-signature')
      expectTrue(/\b1\b.*\b2\b/.test(error.message), `"${error.message}" does not name both numbers`)
      const three = () => context.run(orderKernel, { inBuffers: [buffer, buffer, buffer] })
      await expectError(three, 'three buffers for a kernel that takes four', 'kernel-signature')
      expectSame(await context.words(buffer), new Int32Array(16), 'a buffer of refused calls')
    },
  },
  {
    name: 'refusal: numbers of iterations and block sizes that are no u32',
    async run(context) {
      const buffer = context.empty(4)
      for (const value of [-1, 2 ** 32, 0.5, Number.NaN]) {
        for (const field of ['iterations', 'blockSize']) {
          const run = () => context.run(countKernel, { outBuffers: [buffer], [field]: value })
          await expectArgumentError(run, `${field} ${value}`)
        }
      }
      expectSame(await context.words(buffer), [0], 'the buffer of refused calls')
    },
  },
  {
    name: 'refusal: a memory range without a memory',
    async run(context) {
      const run = () => context.run(countKernel, { outBuffers: [{ address: 0, sizeBytes: 4 }] })
      await expectArgumentError(run, 'a memory range without call.memory')
    },
  },
  {
    name: 'refusal: bytes that are no module',
    async run({ device }) {
      const kernel = { ...countKernel, bytes: countKernel.bytes.slice(0, -1) }
      const empty = { ...countKernel, bytes: new Uint8Array(0) }
      for (const [what, broken] of Object.entries({ 'cut bytes': kernel, 'no bytes': empty })) {
        await expectError(() => device.prepare(broken), what, 'invalid-kernel', 'unsupported-kernel')
      }
    },
  },
  {
    name: 'refusal: more static data than the device has room for',
    async run({ device, info }) {
      const kernel = { ...staticsKernel, staticBytes: info.limits.maximumStaticBytes + 1 }
      await expectError(() => device.prepare(kernel), 'such a kernel', 'unsupported-kernel')
    },
  },
  {
    name: 'kernel: one of another device is refused',
    async run(context) {
      const kernel = await (await context.openAnother()).prepare(countKernel)
      const outBuffers = [context.empty(4)]
      const call = { kernel, iterations: 1, blockSize: 1, inBuffers: [], outBuffers }
      await expectError(() => context.device.exec(call), 'a foreign kernel', 'wrong-device')
    },
  },
  {
    name: 'kernel: releasing twice is harmless, and the same bytes can be prepared again',
    async run(context) {
      const first = await context.device.prepare(countKernel)
      const second = await context.device.prepare(countKernel)
      first.release()
      first.release()
      const counts = context.empty(4)
      const call = { iterations: 1, blockSize: 1, inBuffers: [], outBuffers: [counts] }
      await context.device.exec({ ...call, kernel: second })
      second.release()
      await context.run(countKernel, { outBuffers: [counts] })
      expectSame(await context.words(counts), [2], 'the count')
    },
  },
  {
    name: 'kernel: 300 prepared and released ones leave the device usable',
    async run(context) {
      const counts = context.empty(4)
      for (let left = 300; left > 0; left--) await context.run(countKernel, { outBuffers: [counts] })
      expectSame(await context.words(counts), [300], 'the count')
    },
  },
]

/** A wrong argument is the caller's mistake: a plain `TypeError` or `RangeError`, as JavaScript's own functions have. */
async function expectArgumentError(action: () => unknown, what: string): Promise<void> {
  const error = await caught(action)
  const isArgumentError = error instanceof TypeError || error instanceof RangeError
  expectTrue(isArgumentError, `${what}: expected a TypeError or RangeError, got ${String(error)}`)
}

async function caught(action: () => unknown): Promise<unknown> {
  try {
    await action()
    return 'no error'
  } catch (error) {
    return error
  }
}
