import type { Backend } from '@weft/backend'
import { type CpuBackendOptions, createBackend } from './cpu-backend.js'
import { startNodeWorker } from './worker-thread-node.js'

export type { CpuBackendOptions } from './cpu-backend.js'

/** Options of the backend in Node. */
export interface NodeCpuBackendOptions extends CpuBackendOptions {
  /** The module that workers run, for programs that are bundled into one file; found beside this module by default. */
  readonly workerUrl?: URL
}

/** Runs kernels on every CPU core of the machine, in worker threads of Node. */
export function createCpuBackend(options: NodeCpuBackendOptions = {}): Backend {
  return createBackend(startNodeWorker(options.workerUrl ?? new URL('./worker.js', import.meta.url)), options)
}
