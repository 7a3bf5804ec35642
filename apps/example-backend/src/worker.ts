import { parentPort } from 'node:worker_threads'
import { instantiateKernel, setKernelGlobals, trapCauseOf, trapPlaceOf } from '@weft/backend'
import type { KernelAnswer, KernelJob } from './kernel-job.js'

parentPort?.on('message', (job: KernelJob) => parentPort?.postMessage(runJob(job)))

function runJob({
  module,
  kernel,
  memory,
  iterations,
  blockSize,
  buffers,
  globals,
  stackPointer,
}: KernelJob): KernelAnswer {
  const { exports } = instantiateKernel(module, kernel, memory)
  setKernelGlobals(exports, kernel, globals)
  if (kernel.stack !== undefined && stackPointer !== undefined) {
    const pointer = exports[kernel.stack.exportName] as WebAssembly.Global
    pointer.value = stackPointer
  }
  const run = exports.kernel as (...parameters: number[]) => void
  let iteration = 0
  try {
    for (; iteration < iterations; iteration++) run(iteration, iterations, blockSize, ...buffers)
  } catch (error) {
    return { iteration, cause: trapCauseOf(error), ...trapPlaceOf(error, kernel.functions) }
  }
  return undefined
}
