import { type Backend, createSequentialBackend, type Device } from '@weft/backend'
import { createCpuBackend } from '@weft/backend-cpu'
import { createNodeWebGpuBackend } from '@weft/backend-webgpu/node'
import { CommandError } from '../cli-error.js'
import type { ConformanceDevice } from './conformance-device.js'

/** A GPU in software takes seconds for some shaders, more when it is asked for several. */
const compileTimeLimitMs = 300_000
/** Modules of the suite have up to 500 functions, which are prepared before they run. */
const maximumKernels = 1024

const backendOf: Record<ConformanceDevice, (float: 'strict' | 'fast') => Backend> = {
  sequential: () => createSequentialBackend(),
  cpu: () => createCpuBackend(),
  gpu: (float) => createNodeWebGpuBackend({ float, compileTimeLimitMs, maximumKernels }),
}

/** Opens the first device of a kind, with no fallback to another. Throws `CommandError` with the reasons. */
export async function openDevice(kind: ConformanceDevice, float: 'strict' | 'fast'): Promise<Device> {
  const backend = backendOf[kind](float)
  const { devices, reasons } = await backend.probe()
  const [info] = devices
  if (info === undefined) throw new CommandError(`there is no ${kind} device: ${reasons.join('; ')}`)
  return backend.open(info)
}
