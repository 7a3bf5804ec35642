import { countKernel, endlessKernel } from '../../generated/contract-kernels.js'
import type { ContractCase } from '../contract-case.js'
import type { ContractContext } from '../contract-context.js'
import { expectEqual, expectError, expectSame } from '../expect.js'
import { pseudoRandomBytes } from '../pseudo-random.js'

const delayMs = 50

export const endingCases: readonly ContractCase[] = [
  {
    name: 'time limit: ends a kernel that does not end, and the device stays usable',
    requires: 'supportsTimeLimit',
    async run(context) {
      const check = await beforeEnding(context)
      for (let round = 0; round < 2; round++) {
        const run = () => context.run(endlessKernel, { iterations: 100, timeLimitMs: delayMs })
        const error = await expectError(run, 'an endless kernel with a time limit', 'timed-out')
        expectEqual(
          'timeLimitMs' in error ? error.timeLimitMs : undefined,
          delayMs,
          'timeLimitMs of the error',
        )
        await check()
      }
    },
  },
  {
    name: 'time limit: a kernel that ends in time is not disturbed',
    requires: 'supportsTimeLimit',
    async run(context) {
      const counts = context.empty(4000)
      await context.run(countKernel, { iterations: 1000, outBuffers: [counts], timeLimitMs: 60_000 })
      expectSame(await context.words(counts), new Int32Array(1000).fill(1), 'counts')
    },
  },
  {
    name: 'abort: ends a kernel that does not end, and the device stays usable',
    requires: 'supportsAbort',
    async run(context) {
      const check = await beforeEnding(context)
      for (let round = 0; round < 2; round++) {
        const controller = new AbortController()
        const timer = setTimeout(() => controller.abort(), delayMs)
        const run = () => context.run(endlessKernel, { iterations: 100 }, controller.signal)
        await expectError(run, 'an endless kernel with a signal that aborts', 'cancelled')
        clearTimeout(timer)
        await check()
      }
    },
  },
  {
    name: 'abort: a signal that is aborted already lets nothing run',
    requires: 'supportsAbort',
    async run(context) {
      const counts = context.empty(4)
      const run = () => context.run(countKernel, { outBuffers: [counts] }, AbortSignal.abort())
      await expectError(run, 'an aborted signal', 'cancelled')
      expectSame(await context.words(counts), [0], 'the count')
    },
  },
  {
    name: 'abort: a signal that aborts afterwards changes nothing',
    requires: 'supportsAbort',
    async run(context) {
      const controller = new AbortController()
      const counts = context.empty(4)
      await context.run(countKernel, { outBuffers: [counts] }, controller.signal)
      controller.abort()
      await context.run(countKernel, { outBuffers: [counts] })
      expectSame(await context.words(counts), [2], 'the count')
    },
  },
]

/** Prepares what an ended call could damage, and gives the check that it did not. */
async function beforeEnding(context: ContractContext): Promise<() => Promise<void>> {
  const bytes = pseudoRandomBytes(4096)
  const bystander = await context.filled(bytes)
  return async () => {
    const counts = context.empty(4000)
    await context.run(countKernel, { iterations: 1000, outBuffers: [counts] })
    expectSame(await context.words(counts), new Int32Array(1000).fill(1), 'counts of the next call')
    expectSame(await context.bytes(bystander), bytes, 'a buffer made before the ended call')
  }
}
