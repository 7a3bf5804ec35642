import { beforeAll, describe, expect, test } from 'vitest'
import { openDevice } from './open-device.js'
import { programs } from './programs.js'
import { assemble, runAsWasm, runOnGpu } from './run-kernel.js'

let device: GPUDevice

beforeAll(async () => {
  device = await openDevice()
})

const iterations = 70

/** Words that look different everywhere. */
function noise(words: number): Uint8Array {
  return new Uint8Array(
    Uint32Array.from({ length: words }, (_, index) => Math.imul(index + 1, 0x9e3779b1)).buffer,
  )
}

describe.each(Object.entries(programs))('%s', (_, text) => {
  test.each([{ fuel: 0 }, {}, { bounds: 'clamp' as const, fuel: 0 }])(
    'gives what WebAssembly gives: %o',
    async (options) => {
      const job = {
        bytes: await assemble(text),
        iterations,
        buffers: [noise(4 * iterations), new Uint8Array(16 * iterations)],
      }
      const expected = runAsWasm(job)
      const actual = await runOnGpu(device, job, { ...options, float: 'strict' })
      expect(expected.trap).toBeUndefined()
      expect(actual.trap, actual.compiled.wgsl).toBeUndefined()
      expect(new Uint32Array(actual.buffers[1]!.slice().buffer), actual.compiled.wgsl).toEqual(
        new Uint32Array(expected.buffers[1]!.slice().buffer),
      )
    },
  )
})
