import { createSequentialBackend, type DeviceInfo } from '@weft/backend'
import { createCpuBackend } from '@weft/backend-cpu'
import { createNodeWebGpuBackend } from '@weft/backend-webgpu/node'
import { createParallel, type Parallel, type ParallelOptions } from '@weft/parallel'
import { DeviceClock } from './device-clock.js'
import { createTimedBackend } from './timed-backend.js'

/** A device that kernels are compared on. */
export interface DeviceSetup {
  /** For people: `sequential`, `1 thread`, `2 threads`. */
  readonly label: string
  /** For names of rows: `sequential`, `1T`, `2T`. */
  readonly key: string
  /** A host whose guests all get this device. */
  open(options?: Partial<ParallelOptions>): Promise<Parallel>
  /** Only of a GPU: it runs one style of each kernel, and its time is taken apart. */
  readonly gpu?: GpuTraits
}

interface GpuTraits {
  readonly name: string
  /** The processor plays the GPU, which is slow: it gets small problems. */
  readonly isSoftware: boolean
  readonly clock: DeviceClock
}

export const sequential: DeviceSetup = {
  label: 'sequential',
  key: 'sequential',
  open: (options) =>
    createParallel({ backends: [createSequentialBackend()], strict: true, device: 'sequential', ...options }),
}

/** The worker pool with a number of threads, the calling one included. */
export function cpu(threads: number): DeviceSetup {
  return {
    label: threads === 1 ? '1 thread' : `${threads} threads`,
    key: `${threads}T`,
    open: (options) => {
      return createParallel({
        backends: [createCpuBackend({ threads })],
        strict: true,
        device: 'cpu',
        ...options,
      })
    },
  }
}

/** The fastest GPU, or why there is none. */
export async function findGpu(): Promise<DeviceSetup | string> {
  const clock = new DeviceClock()
  const backend = createTimedBackend(createNodeWebGpuBackend({ timestamps: true }), clock)
  const { devices, reasons } = await backend.probe()
  const info = devices[0]
  if (info === undefined) return reasons.join('; ')
  const isSoftware = isSoftwareGpu(info)
  return {
    label: isSoftware ? 'GPU in software, small' : 'GPU',
    key: 'gpu',
    gpu: { name: info.name, isSoftware, clock },
    open: (options) => createParallel({ backends: [backend], strict: true, device: 'gpu', ...options }),
  }
}

/** True for a GPU that the processor plays: the backend says so in its name. */
export function isSoftwareGpu({ name }: Pick<DeviceInfo, 'name'>): boolean {
  return name.endsWith('(software)')
}
