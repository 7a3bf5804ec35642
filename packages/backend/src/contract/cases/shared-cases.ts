import { affineKernel, countKernel, stackKernel, staticsKernel } from '../../generated/contract-kernels.js'
import type { ContractCase } from '../contract-case.js'
import type { ContractContext } from '../contract-context.js'
import { expectError, expectSame, expectTrue } from '../expect.js'

const requires = 'supportsSharedMemory'

export const sharedCases: readonly ContractCase[] = [
  {
    name: "shared: runs on the caller's memory",
    requires,
    async run(context) {
      const memory = createMemory(2)
      const values = new Int32Array(memory.buffer, 4096, 1000)
      values.forEach((_, index) => {
        values[index] = index
      })
      new Int32Array(memory.buffer, 512, 2).set([3, 1])
      const range = { address: 4096, sizeBytes: 4000 }
      const inBuffers = [range, { address: 512, sizeBytes: 8 }]
      await context.run(affineKernel, { memory, iterations: 1000, inBuffers, outBuffers: [range] })
      expectSame(
        values,
        Int32Array.from({ length: 1000 }, (_, index) => index * 3 + 1),
        'the memory',
      )
    },
  },
  {
    name: 'shared: static data is left as the caller has it',
    requires,
    async run(context) {
      const memory = createMemory(1)
      const words = new Int32Array(memory.buffer)
      words[1024 / 4] = 77
      const outBuffers = [{ address: 4096, sizeBytes: 8 }]
      await context.run(staticsKernel, { memory, outBuffers })
      expectSame(words.subarray(1024, 1026), [77, 0], 'the words seen')
      expectSame([words[1024 / 4], words[1040 / 4]], [99, 99], 'what the kernel wrote there')
    },
  },
  {
    name: 'shared: a memory that grows between two calls',
    requires,
    async run(context) {
      const memory = createMemory(1)
      const kernel = await context.device.prepare(countKernel)
      const call = { kernel, memory, iterations: 100, blockSize: 1, inBuffers: [] }
      await context.device.exec({ ...call, outBuffers: [{ address: 0, sizeBytes: 400 }] })
      memory.grow(1)
      await context.device.exec({ ...call, outBuffers: [{ address: 65_536, sizeBytes: 400 }] })
      kernel.release()
      for (const address of [0, 65_536]) {
        expectSame(new Int32Array(memory.buffer, address, 101), [...new Array(100).fill(1), 0], 'the counts')
      }
    },
  },
  {
    name: 'shared: stacks lie in the range given for them',
    requires,
    async run(context) {
      const iterations = 3000
      const stackBytes = 4096 * context.info.limits.parallelism
      const memory = createMemory(2 + Math.ceil(stackBytes / 65_536))
      const stacks = { address: 65_536, sizeBytes: stackBytes }
      const outBuffers = [{ address: 0, sizeBytes: 4 * iterations }]
      await context.run(stackKernel, { memory, iterations, stacks, outBuffers })
      const words = new Int32Array(memory.buffer)
      const expected = Int32Array.from({ length: iterations }, (_, iteration) => 2 * iteration)
      expectSame(words.subarray(0, iterations), expected, 'the sum of two stack words')
      const outside = [
        ...words.subarray(iterations, 65_536 / 4),
        ...words.subarray((65_536 + stackBytes) / 4),
      ]
      expectTrue(
        outside.every((word) => word === 0),
        'the kernel was given a stack outside the range',
      )
    },
  },
  {
    name: "shared: calls on the device's own memory before and after are not disturbed",
    requires,
    async run(context) {
      const memory = createMemory(1)
      const counts = context.empty(400)
      const kernel = await context.device.prepare(countKernel)
      const call = { kernel, iterations: 100, blockSize: 1, inBuffers: [] }
      await context.device.exec({ ...call, outBuffers: [counts] })
      await context.device.exec({ ...call, memory, outBuffers: [{ address: 0, sizeBytes: 400 }] })
      await context.device.exec({ ...call, outBuffers: [counts] })
      kernel.release()
      expectSame(await context.words(counts), new Int32Array(100).fill(2), 'counts in the device')
      expectSame(new Int32Array(memory.buffer, 0, 100), new Int32Array(100).fill(1), 'counts in the memory')
    },
  },
  {
    name: 'shared: a range that leaves the memory is refused',
    requires,
    async run(context) {
      const memory = createMemory(1)
      for (const range of [
        { address: 65_532, sizeBytes: 8 },
        { address: 65_537, sizeBytes: 0 },
        { address: 2 ** 32 - 4, sizeBytes: 8 },
      ]) {
        const what = `${range.sizeBytes} bytes at ${range.address}`
        await expectError(() => count(context, memory, range), what, 'out-of-bounds')
      }
    },
  },
  {
    name: 'shared: a memory smaller than the static data is refused',
    requires,
    async run(context) {
      const outBuffers = [{ address: 0, sizeBytes: 0 }]
      const run = () => context.run(staticsKernel, { memory: createMemory(0), outBuffers })
      await expectError(run, 'an empty memory', 'out-of-bounds')
    },
  },
]

function createMemory(pages: number): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: pages, maximum: 65_536, shared: true })
}

function count(
  context: ContractContext,
  memory: WebAssembly.Memory,
  range: { address: number; sizeBytes: number },
): Promise<unknown> {
  return context.run(countKernel, { memory, outBuffers: [range] })
}
