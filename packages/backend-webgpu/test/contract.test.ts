import { setImmediate, setTimeout } from 'node:timers/promises'
import { runContract } from '@weft/backend/contract'
import { createNodeWebGpuBackend } from '@weft/backend-webgpu/node'
import { test } from 'vitest'
import { RecordedGpu } from './support/gpu.js'

const recursion = 'WGSL has no recursion: such kernels are refused'

/** So that an endless kernel comes to its end soon. */
const fuel = 2 ** 20

/** More than any time limit and delay of the cases about kernels that do not end. */
const shortestWorkMs = 100

const recorded = new RecordedGpu()

/** Does `run` with a GPU that, however fast it is, still works when the time limit of a call is over. */
async function onSlowGpu(run: () => Promise<void>): Promise<void> {
  recorded.beforeResults = async () => {
    // The time is counted from here: the limit's timer is set by now, and timers fire in the order of their times.
    await setImmediate()
    await setTimeout(shortestWorkMs)
  }
  try {
    await run()
  } finally {
    recorded.beforeResults = async () => {}
  }
}

function isAboutEnding(name: string): boolean {
  return name.includes('ends a kernel that does not end')
}

/** On a busy machine, SwiftShader needs minutes for the kernel with 32 buffers. */
const compileTimeLimitMs = 590_000

const options = { gpu: recorded.gpu, fuel, endingGraceMs: 600_000, compileTimeLimitMs }

await runContract(() => createNodeWebGpuBackend(options), {
  test: (name, run) => test(name, isAboutEnding(name) ? () => onSlowGpu(run) : run),
  skip: (name, reason) => test.skip(`${name} (${reason})`, () => {}),
  skips: {
    'exec: a kernel that calls itself': recursion,
    'trap: call stack exhausted gives the iteration and the cause': recursion,
    'trap: an exhausted call stack names the function and the offset, too': recursion,
  },
})
