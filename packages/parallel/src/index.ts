import type { ParallelOptions } from './options.js'
import { createHost, type Parallel } from './parallel.js'
import { startNodeGuestThread } from './worker/guest-thread-node.js'

export type { MissingDevice } from './device-catalog.js'
export {
  type DeviceChoice,
  type DeviceRefusal,
  type DeviceWish,
  describeRefusals,
  kindsOf,
} from './device-choice.js'
export type { CallFailure } from './failures.js'
export type { KernelFallback } from './fallback-device.js'
export type { ImportsContext, ImportsModule } from './imports-module.js'
export type { ParallelInstance } from './instance.js'
export type { InstantiateOptions } from './instantiate.js'
export type { DeviceNumbers, MemoryMode, ParallelOptions } from './options.js'
export type { Parallel } from './parallel.js'
export type { ParallelBuffer, ParallelDevice, ParallelKernel, RunOptions } from './parallel-device.js'
export type { Suspension, SuspensionWish } from './suspension.js'
export type { WasiOptions } from './wasi.js'

/** Options of the host in Node. */
export interface NodeParallelOptions extends ParallelOptions {
  /** The module that workers of guests run, for programs that are bundled into one file; found beside this one by default. */
  readonly guestWorkerUrl?: URL
}

/** Makes a host from backends, and asks them for their devices. Rejects with `TypeError`, `RangeError`. */
export async function createParallel(options: NodeParallelOptions): Promise<Parallel> {
  const entry = () => options.guestWorkerUrl ?? new URL('./guest-worker.js', import.meta.url)
  return createHost(options, startNodeGuestThread(entry))
}
