import type { Backend } from '@weft/backend'
import { compileKernel } from '@weft/wgsl'
import type { WebGpuBackendOptions } from './options.js'
import { createBackend } from './webgpu-backend.js'

export type { WebGpuBackendOptions } from './options.js'

/** Options of the backend in Node. */
export interface NodeWebGpuBackendOptions extends WebGpuBackendOptions {
  /** Flags of Dawn, the WebGPU of the package `webgpu`: `['backend=vulkan', 'adapter=…']`. */
  readonly dawnFlags?: readonly string[] | undefined
}

/**
 * Runs kernels on a GPU through the package `webgpu`, which the program must have installed. It is loaded when the
 * backend is first asked for devices; without it there are none. Throws `TypeError` and `RangeError` for options that
 * cannot be.
 */
export function createNodeWebGpuBackend(options: NodeWebGpuBackendOptions = {}): Backend {
  let found: Promise<GPU | string> | undefined
  const findGpu = () => {
    found ??= loadGpu(options.dawnFlags ?? [])
    return found
  }
  return createBackend(options, findGpu, compileKernel)
}

/** Dawn's objects have to be kept for as long as anything of them is at work, which nobody can see. */
const kept = new Set<GPU>()

async function loadGpu(flags: readonly string[]): Promise<GPU | string> {
  if (flags.length === 0 && lacksVulkan()) {
    return 'there is no Vulkan here (libvulkan.so.1): install its loader and the driver of the GPU'
  }
  try {
    const { create } = await import('webgpu')
    const gpu = create([...flags])
    kept.add(gpu)
    return gpu
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return `the package "webgpu" cannot be loaded: npm install webgpu (${firstLine(reason)})`
  }
}

/** Without Vulkan, Dawn finds nothing on Linux and writes a warning of its own to stderr. */
function lacksVulkan(): boolean {
  if (process.platform !== 'linux') return false
  try {
    process.dlopen({ exports: {} }, 'libvulkan.so.1')
    return false
  } catch (error) {
    // Of a library that is there, it says that it is no addon. The wordings are those of glibc and musl.
    return /cannot open shared object|Error loading shared library/.test(String(error))
  }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}
