import type { Backend } from '@weft/backend'
import { compileKernel } from '@weft/wgsl'
import type { WebGpuBackendOptions } from './options.js'
import { createBackend } from './webgpu-backend.js'

export type { WebGpuBackendOptions } from './options.js'

/**
 * Runs kernels on a GPU through WebGPU: `navigator.gpu`, or what the options give. In Node see
 * `@weft/backend-webgpu/node`. Throws `TypeError` and `RangeError` for options that cannot be.
 */
export function createWebGpuBackend(options: WebGpuBackendOptions = {}): Backend {
  return createBackend(options, async () => globalThis.navigator?.gpu ?? noWebGpu, compileKernel)
}

const noWebGpu =
  'there is no WebGPU here (navigator.gpu): use a browser that has it, on a page served over https or from localhost; ' +
  'in Node import "@weft/backend-webgpu/node"'
