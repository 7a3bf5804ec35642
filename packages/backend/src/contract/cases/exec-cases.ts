import {
  affineKernel,
  argumentsKernel,
  callsKernel,
  countKernel,
  endlessKernel,
  manyBuffersKernel,
  orderKernel,
  recursionKernel,
} from '../../generated/contract-kernels.js'
import type { ContractCase } from '../contract-case.js'
import type { ContractContext } from '../contract-context.js'
import { expectEqual, expectSame, expectTrue } from '../expect.js'

export const execCases: readonly ContractCase[] = [
  ...[0, 1, 2, 3, 7, 64, 1000, 65_536, 1_000_003].map((iterations) => ({
    name: `exec: each of ${iterations} iterations runs exactly once`,
    run: async (context: ContractContext) => {
      for (const blockSize of [0, 1, 7]) await countIterations(context, iterations, blockSize)
    },
  })),
  {
    name: 'exec: a kernel without buffers and without iterations',
    async run(context) {
      await context.run(endlessKernel, { iterations: 0 })
    },
  },
  {
    name: 'exec: the kernel sees the number of iterations and the block size as given',
    async run(context) {
      for (const blockSize of [1, 5, 256, 0xffff_ffff]) {
        const records = context.empty(12 * 100)
        await context.run(argumentsKernel, { iterations: 100, blockSize, outBuffers: [records] })
        const expected = Array.from({ length: 100 }, (_, iteration) => [iteration, 100, blockSize | 0])
        expectSame(await context.words(records), expected.flat(), 'the arguments seen')
      }
    },
  },
  {
    name: 'exec: for block size 0 the device chooses one for all iterations and reports it',
    async run(context) {
      const records = context.empty(12 * 100)
      const call = { iterations: 100, blockSize: 0, outBuffers: [records] }
      const report = await context.run(argumentsKernel, call)
      expectTrue(report.blockSize > 0, `the reported block size is ${report.blockSize}`)
      const expected = Array.from({ length: 100 }, (_, iteration) => [iteration, 100, report.blockSize | 0])
      expectSame(await context.words(records), expected.flat(), 'the arguments seen')
    },
  },
  {
    name: 'exec: the report says what was done',
    async run(context) {
      const counts = context.empty(400)
      const report = await context.run(countKernel, { iterations: 100, blockSize: 9, outBuffers: [counts] })
      expectEqual(report.blockSize, 9, 'blockSize')
      expectTrue(report.parallelism >= 1, `parallelism is ${report.parallelism}`)
      expectTrue(report.groupSize >= 1, `groupSize is ${report.groupSize}`)
    },
  },
  {
    name: 'exec: arguments are the in-buffers, then the out-buffers, each in order',
    async run(context) {
      const a = await context.filled(Int32Array.of(11))
      const b = await context.filled(Int32Array.of(22, 0))
      const c = await context.filled(Int32Array.of(33, 0, 0))
      const d = context.empty(28)
      const expected = [4, 8, 12, 28, 11, 22, 33]
      await context.run(orderKernel, { inBuffers: [a, b], outBuffers: [c, d] })
      expectSame(await context.words(d), expected, 'what two in-buffers and two out-buffers gave')
      await context.run(orderKernel, { inBuffers: [a], outBuffers: [b, c, d] })
      expectSame(await context.words(d), expected, 'what one in-buffer and three out-buffers gave')
    },
  },
  {
    name: 'exec: one buffer can be in-buffer and out-buffer',
    async run(context) {
      const values = Int32Array.from({ length: 1000 }, (_, index) => index)
      const buffer = await context.filled(values)
      const factors = await context.filled(Int32Array.of(3, 1))
      await context.run(affineKernel, {
        iterations: 1000,
        inBuffers: [buffer, factors],
        outBuffers: [buffer],
      })
      expectSame(
        await context.words(buffer),
        values.map((value) => value * 3 + 1),
        'the buffer',
      )
    },
  },
  {
    name: 'exec: 32 buffers',
    async run(context) {
      const sources = Array.from({ length: 16 }, (_, k) => Int32Array.of(k * 100, k * 100 + 1, k * 100 + 2))
      const inBuffers = await Promise.all(sources.map((source) => context.filled(source)))
      const outBuffers = sources.map((source) => context.empty(source.byteLength))
      await context.run(manyBuffersKernel, { iterations: 3, inBuffers, outBuffers })
      for (const [k, source] of sources.entries()) {
        expectSame(
          await context.words(outBuffers[k]!),
          source.map((value) => value + k),
          `out-buffer ${k}`,
        )
      }
    },
  },
  {
    name: 'exec: a kernel that calls functions, directly and through a table',
    async run(context) {
      const results = context.empty(4 * 20)
      await context.run(callsKernel, { iterations: 20, outBuffers: [results] })
      expectSame(await context.words(results), callResults(20), 'the results')
    },
  },
  {
    name: 'exec: a kernel that calls itself',
    async run(context) {
      const results = context.empty(4 * 20)
      await context.run(recursionKernel, { iterations: 20, outBuffers: [results] })
      expectSame(await context.words(results), fibonacciNumbers(20), 'the results')
    },
  },
  {
    name: 'exec: the second call sees what the first one wrote',
    async run(context) {
      await chain(context, async (first, second) => {
        await first()
        await second()
      })
    },
  },
  {
    name: 'exec: two calls made at once give what they give one after the other',
    async run(context) {
      await chain(context, async (first, second) => {
        await Promise.all([first(), second()])
      })
    },
  },
]

async function countIterations(
  context: ContractContext,
  iterations: number,
  blockSize: number,
): Promise<void> {
  // One word more than there are iterations: it must stay zero.
  const counts = context.empty(4 * (iterations + 1))
  await context.run(countKernel, { iterations, blockSize, outBuffers: [counts] })
  const expected = new Int32Array(iterations + 1).fill(1)
  expected[iterations] = 0
  expectSame(await context.words(counts), expected, `runs of each iteration, block size ${blockSize},`)
  counts.free()
}

function callResults(count: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const square = (index + 1) ** 2
    return [square, square * 2, -square][index % 3]!
  })
}

function fibonacciNumbers(count: number): number[] {
  const numbers = [0, 1]
  while (numbers.length < count) numbers.push(numbers.at(-1)! + numbers.at(-2)!)
  return numbers
}

type Step = () => Promise<unknown>

/** Hands `order` two calls on one buffer, x * 3 + 1 and x * 5 + 3, whose order shows in the result. */
async function chain(
  context: ContractContext,
  order: (first: Step, second: Step) => Promise<void>,
): Promise<void> {
  const iterations = 50_000
  const kernel = await context.device.prepare(affineKernel)
  const buffer = await context.filled(Int32Array.from({ length: iterations }, (_, index) => index))
  const steps = await Promise.all(
    [Int32Array.of(3, 1), Int32Array.of(5, 3)].map(async (values): Promise<Step> => {
      const inBuffers = [buffer, await context.filled(values)]
      return async () =>
        context.device.exec({ kernel, iterations, blockSize: 1, inBuffers, outBuffers: [buffer] })
    }),
  )
  await order(steps[0]!, steps[1]!)
  kernel.release()
  const expected = Int32Array.from({ length: iterations }, (_, index) => (index * 3 + 1) * 5 + 3)
  expectSame(await context.words(buffer), expected, 'the buffer after both calls')
}
