import { UnsupportedKernelError } from '@weft/core'
import { compileKernel } from '@weft/wgsl'
import { expect, test } from 'vitest'
import { createBackend } from '../src/webgpu-backend.js'
import { gpu, openDevice } from './support/gpu.js'
import { callOf, countKernel, kernel } from './support/kernels.js'

/** A device whose compiler changes the shader. */
async function openWith(change: (wgsl: string) => string) {
  const compile: typeof compileKernel = (source, options) => {
    const compiled = compileKernel(source, options)
    return { ...compiled, wgsl: change(compiled.wgsl) }
  }
  const backend = createBackend({ gpu }, async () => gpu, compile)
  const [info] = (await backend.probe()).devices
  return backend.open(info!)
}

test('a shader that the GPU refuses is an error with the function, the line and what it says', async () => {
  const device = await openWith((wgsl) => {
    const lines = wgsl.split('\n')
    const first = compileKernel(countKernel).sourceMap.find(
      ({ functionName }) => functionName === 'kernel',
    )!.line
    lines[first] = `let broken = missing_name; ${lines[first]}`
    return lines.join('\n')
  })
  const error: UnsupportedKernelError = await Promise.resolve(device.prepare(countKernel)).then(
    () => expect.unreachable('the kernel was prepared'),
    (cause) => cause,
  )
  expect(UnsupportedKernelError.isInstance(error)).toBe(true)
  expect(error.diagnostics[0]).toMatchObject({
    rule: 'shader-rejected',
    functionName: 'kernel',
    functionIndex: 0,
  })
  expect(error.message).toMatch(
    /function \$kernel: the GPU's compiler refused line \d+ of the shader, "let broken/,
  )
  expect(error.message).toContain('missing_name')
  await device[Symbol.asyncDispose]()
})

test('a pipeline that the GPU refuses is an error, too', async () => {
  const device = await openWith((wgsl) =>
    `${wgsl}\n`.replaceAll(/@workgroup_size\(\d+/g, '@workgroup_size(65536'),
  )
  await expect(device.prepare(countKernel)).rejects.toMatchObject({
    code: 'unsupported-kernel',
    diagnostics: [{ rule: 'shader-rejected' }],
  })
  await device[Symbol.asyncDispose]()
})

test('a kernel too large for a shader is refused, and the device stays usable', async () => {
  const device = await openDevice()
  const blocks = 140
  const nested = `${'(if (local.get $i) (then '.repeat(blocks)} nop ${'))'.repeat(blocks)}`
  const prepared = await Promise.resolve(device.prepare(kernel(nested, { buffers: 0 }))).then(
    () => 'prepared',
    (error) => error.code,
  )
  expect(['prepared', 'unsupported-kernel']).toContain(prepared)
  const counts = device.createBuffer(4, 'read_write')
  await device.exec(callOf(await device.prepare(countKernel), 1, counts))
})
