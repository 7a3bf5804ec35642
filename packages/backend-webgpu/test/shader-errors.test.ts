import { UnsupportedKernelError } from '@weft/core'
import { compileKernel } from '@weft/wgsl'
import { expect, test } from 'vitest'
import { createBackend } from '../src/webgpu-backend.js'
import { gpu, openDevice, RecordedGpu } from './support/gpu.js'
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
  const depth = 140
  const store = '(i32.store (local.get $p0) (i32.const 1))'
  const nested = `${'(if (local.get $i) (then '.repeat(depth)} ${store} ${'))'.repeat(depth)}`
  await expect(device.prepare(kernel(nested))).rejects.toMatchObject({
    code: 'unsupported-kernel',
    diagnostics: [{ rule: 'nesting', functionName: 'kernel' }],
  })
  const counts = device.createBuffer(4, 'read_write')
  await device.exec(callOf(await device.prepare(countKernel), 1, counts))
})

test('a compiler that does not come to an end is not waited for, and may be aborted', async () => {
  const recorded = new RecordedGpu()
  const device = await openDevice({ gpu: recorded.gpu, compileTimeLimitMs: 20 })
  let finish = () => {}
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  const compile = recorded.devices[0]!.createComputePipelineAsync.bind(recorded.devices[0]!)
  recorded.devices[0]!.createComputePipelineAsync = (descriptor) => finished.then(() => compile(descriptor))
  await expect(device.prepare(countKernel)).rejects.toMatchObject({
    code: 'unsupported-kernel',
    diagnostics: [{ rule: 'shader-compile-time' }],
  })
  const abort = new AbortController()
  const aborted = device.prepare(countKernel, abort.signal)
  abort.abort()
  await expect(aborted).rejects.toMatchObject({ code: 'cancelled' })
  finish()
  await finished
  const prepare = async () => device.prepare(countKernel)
  const outcome = () =>
    prepare().then(
      () => 'prepared',
      (error) => error.code,
    )
  await expect.poll(outcome, { timeout: 500_000 }).toBe('prepared')
  expect(recorded.pipelinesMade).toBe(1)
})
