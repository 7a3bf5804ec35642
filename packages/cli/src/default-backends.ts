import { type Backend, createSequentialBackend } from '@weft/backend'
import { createCpuBackend } from '@weft/backend-cpu'
import { createNodeWebGpuBackend, type NodeWebGpuBackendOptions } from '@weft/backend-webgpu/node'

/** The backends of this command, the preferred ones first. */
export function defaultBackends(gpu: NodeWebGpuBackendOptions = {}): Backend[] {
  return [...cpuBackends(), createNodeWebGpuBackend(gpu)]
}

/** Those that need no GPU: looking for one takes a third of a second. */
export function cpuBackends(): Backend[] {
  return [createCpuBackend(), createSequentialBackend()]
}
