import type { KernelTrapError, TrapCause } from '@weft/core'
import { countKernel, exhaustionKernel, trapsKernel } from '../../generated/contract-kernels.js'
import type { KernelModule } from '../../interface.js'
import type { ContractCase } from '../contract-case.js'
import type { ContractContext } from '../contract-context.js'
import { expectEqual, expectError, expectSame, expectTrue } from '../expect.js'
import { pseudoRandomBytes } from '../pseudo-random.js'

interface Trap {
  /** What `traps.wat` takes to trap this way. */
  readonly way: number
  readonly cause: TrapCause
  readonly functionName: string
  /** `trapsKernel` where left out. */
  readonly kernel?: KernelModule
}

const traps: readonly Trap[] = [
  { way: 1, cause: 'unreachable', functionName: 'trap_unreachable' },
  { way: 2, cause: 'out of bounds memory access', functionName: 'trap_bounds' },
  { way: 3, cause: 'integer divide by zero', functionName: 'trap_division' },
  { way: 4, cause: 'integer overflow', functionName: 'trap_overflow' },
  { way: 5, cause: 'invalid conversion to integer', functionName: 'trap_conversion' },
  { way: 6, cause: 'undefined element', functionName: 'trap_element' },
  { way: 7, cause: 'indirect call type mismatch', functionName: 'trap_signature' },
]

/** Apart from the others, since a device may refuse recursion. */
const exhaustion: Trap = {
  way: 8,
  cause: 'call stack exhausted',
  functionName: 'trap_stack',
  kernel: exhaustionKernel,
}

const iterations = 1000

export const trapCases: readonly ContractCase[] = [
  ...[...traps, exhaustion].map((trap) => ({
    name: `trap: ${trap.cause} gives the iteration and the cause`,
    run: async (context: ContractContext) => {
      for (const iteration of [0, 777, iterations - 1]) {
        const error = await provoke(context, trap, iteration)
        expectEqual(error.iteration, iteration, 'iteration')
        expectEqual(error.trap, trap.cause, 'trap')
      }
    },
  })),
  {
    name: 'trap: the error names the function and the offset in the module the kernel came from',
    async run(context) {
      for (const trap of traps) await expectPlace(context, trap)
    },
  },
  {
    name: 'trap: an exhausted call stack names the function and the offset, too',
    run: (context) => expectPlace(context, exhaustion),
  },
  {
    name: 'trap: the device and all buffers stay usable',
    async run(context) {
      const bytes = pseudoRandomBytes(4096)
      const bystander = await context.filled(bytes)
      for (const trap of traps) {
        await provoke(context, trap, 500)
        const counts = context.empty(4 * iterations)
        await context.run(countKernel, { iterations, outBuffers: [counts] })
        expectSame(
          await context.words(counts),
          new Int32Array(iterations).fill(1),
          `counts after ${trap.cause}`,
        )
      }
      expectSame(await context.bytes(bystander), bytes, 'another buffer')
    },
  },
  {
    name: 'trap: a call beside it is not disturbed',
    async run(context) {
      const counts = context.empty(4 * iterations)
      const counting = context.run(countKernel, { iterations, outBuffers: [counts] })
      await Promise.all([provoke(context, traps[0]!, 500), counting])
      expectSame(await context.words(counts), new Int32Array(iterations).fill(1), 'counts of the other call')
    },
  },
]

async function expectPlace(context: ContractContext, trap: Trap): Promise<void> {
  const error = await provoke(context, trap, 5)
  expectEqual(error.functionName, trap.functionName, `functionName for ${trap.cause}`)
  const { functions } = trap.kernel ?? trapsKernel
  const index = functions.findIndex(({ name }) => name === trap.functionName)
  const [described, next] = [functions[index]!, functions[index + 1]!]
  expectEqual(error.functionIndex, described.sourceIndex, `functionIndex for ${trap.cause}`)
  const offset = error.offset ?? -1
  const inside = offset >= described.sourceOffset && offset < next.sourceOffset
  expectTrue(inside, `offset ${offset} for ${trap.cause} lies outside $${trap.functionName}`)
}

/** Lets one iteration trap. The others may have run or not, but none may have done anything else. */
async function provoke(context: ContractContext, trap: Trap, iteration: number): Promise<KernelTrapError> {
  const plan = await context.filled(Int32Array.of(trap.way, iteration))
  const done = context.empty(4 * iterations)
  const kernel = trap.kernel ?? trapsKernel
  const run = () => context.run(kernel, { iterations, inBuffers: [plan], outBuffers: [done] })
  const error = await expectError(run, `a kernel that traps (${trap.cause})`, 'kernel-trap')
  expectSame(await context.words(plan), [trap.way, iteration], 'the in-buffer')
  const marks = await context.words(done)
  expectEqual(marks[iteration], 0, 'the mark of the trapped iteration')
  expectTrue(
    marks.every((mark) => mark === 0 || mark === 1),
    'an out-buffer has something no iteration wrote',
  )
  return error as KernelTrapError
}
