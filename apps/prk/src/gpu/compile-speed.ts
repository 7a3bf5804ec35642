import type { KernelModule } from '@weft/backend'
import { createNodeWebGpuBackend } from '@weft/backend-webgpu/node'
import { createRow, median, type Row } from '@weft/benchmark-report'
import { compileKernel } from '@weft/wgsl'
import { runModule } from '../bench/run-process.js'
import type { CompileTimes } from './compile-process.js'
import type { OpenGpu } from './open-gpu.js'

const processes = 5

/** From a kernel to WGSL: when the compiler is warm, and the first time in a process. */
export async function compileRows(): Promise<Row[]> {
  const times: CompileTimes[] = []
  for (let round = 0; round < processes; round++) times.push(await runModule('compile-process'))
  const warm = median(times.map(({ warmMs }) => warmMs))
  const first = median(times.map(({ firstMs }) => firstMs))
  return [
    createRow('compile/200-instructions/ms', warm, 'ms', { max: 2 }),
    createRow('compile/200-instructions/first/ms', first, 'ms'),
    createRow('compile/200-instructions/count', times[0]!.instructions, 'instructions'),
  ]
}

/** From WGSL to a pipeline, and what `prepare` takes when the same kernel comes again. Medians over the kernels. */
export async function pipelineRows(gpu: OpenGpu, kernels: readonly KernelModule[]): Promise<Row[]> {
  const { device, info, workgroupSize } = gpu
  const backend = createNodeWebGpuBackend({ device, workgroupSize })
  await using opened = await backend.open(info)
  const prepareMs = (kernel: KernelModule) => timeMs(async () => (await opened.prepare(kernel)).release())
  const createTimes: number[] = []
  const againTimes: number[] = []
  for (const kernel of kernels) {
    const compileMs = await timeMs(async () => compileKernel(kernel, { workgroupSize }))
    createTimes.push((await prepareMs(kernel)) - compileMs)
    againTimes.push(await prepareMs(kernel))
  }
  return [
    createRow('pipeline/create/ms', median(createTimes), 'ms'),
    createRow('pipeline/second-run-cache/ms', median(againTimes), 'ms'),
  ]
}

async function timeMs(action: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await action()
  return performance.now() - start
}
