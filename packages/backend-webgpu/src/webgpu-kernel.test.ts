import { type CompiledKernel, compileKernel } from '@weft/wgsl'
import { expect, test } from 'vitest'
import { kernel } from '../test/support/kernels.js'
import { checkStack } from './webgpu-kernel.js'

const compiled: CompiledKernel = compileKernel(kernel('', { buffers: 0 }))
const space = { staticBytes: 0, arenaBytes: 2 ** 30, stackBytes: 2 ** 20 }

test('a stack that fits no dispatch is refused with what to do', () => {
  checkStack({ ...compiled, stackBytes: 2 ** 20 }, space)
  const check = () => checkStack({ ...compiled, stackBytes: 2 ** 20 + 16 }, space)
  const diagnostic = { rule: 'stack-size', workaround: expect.stringContaining('smaller stack') }
  expect(check).toThrow(
    expect.objectContaining({
      code: 'unsupported-kernel',
      diagnostics: [expect.objectContaining(diagnostic)],
    }),
  )
})
