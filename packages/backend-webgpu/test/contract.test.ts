import { runContract } from '@weft/backend/contract'
import { createNodeWebGpuBackend } from '@weft/backend-webgpu/node'
import { test } from 'vitest'

await runContract(() => createNodeWebGpuBackend(), {
  test: (name, run) => test(name, run, 60_000),
  skip: (name, reason) => test.skip(`${name} (${reason})`, () => {}),
})
