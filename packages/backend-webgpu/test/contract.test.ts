import { runContract } from '@weft/backend/contract'
import { createNodeWebGpuBackend } from '@weft/backend-webgpu/node'
import { test } from 'vitest'

const recursion = 'WGSL has no recursion: such kernels are refused'

/** So that an endless kernel comes to its end long after its time limit, and well before the grace is over. */
const fuel = 2 ** 23

/** On a busy machine, SwiftShader needs most of it for the kernel with 32 buffers. */
const compileTimeLimitMs = 170_000

await runContract(() => createNodeWebGpuBackend({ fuel, endingGraceMs: 60_000, compileTimeLimitMs }), {
  test: (name, run) => test(name, run, 180_000),
  skip: (name, reason) => test.skip(`${name} (${reason})`, () => {}),
  skips: {
    'exec: a kernel that calls itself': recursion,
    'trap: call stack exhausted gives the iteration and the cause': recursion,
    'trap: an exhausted call stack names the function and the offset, too': recursion,
  },
})
