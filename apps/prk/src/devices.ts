import { createSequentialBackend } from '@weft/backend'
import { createCpuBackend } from '@weft/backend-cpu'
import { createParallel, type Parallel, type ParallelOptions } from '@weft/parallel'

/** A device that kernels are compared on. */
export interface DeviceSetup {
  /** For people: `sequential`, `1 thread`, `2 threads`. */
  readonly label: string
  /** For names of rows: `sequential`, `1T`, `2T`. */
  readonly key: string
  /** A host whose guests all get this device. */
  open(options?: Partial<ParallelOptions>): Promise<Parallel>
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
