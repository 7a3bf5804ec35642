import { assertIntegerIn, assertOneOf } from '@weft/core'
import type { CompileOptions } from '@weft/wgsl'

/** Options of the WebGPU backend. Those of `CompileOptions` hold for every kernel. */
export interface WebGpuBackendOptions extends CompileOptions {
  /** Where adapters come from; `navigator.gpu` by default. */
  readonly gpu?: GPU | undefined
  /**
   * A device of the caller's, which is used instead of one of our own, with the limits it was made with. It is never
   * destroyed here, and cannot be reopened when it is lost.
   */
  readonly device?: GPUDevice | undefined
  /** For `requestAdapter`; without it, `probe` asks for the fastest adapter and for the one that saves power. */
  readonly adapterOptions?: GPURequestAdapterOptions | undefined
  /** Time limit, in milliseconds, of calls that give none. Default: none. */
  readonly timeLimitMs?: number | undefined
  /**
   * WebGPU cannot stop a kernel. After a call has failed by its time limit or signal, the device waits this long, in
   * milliseconds, for the kernel to come to its end (or to that of its fuel). Then it gives up the GPU device, and with
   * it all buffers, and opens a new one. Default 10,000.
   */
  readonly endingGraceMs?: number | undefined
  /** Measures `ExecTimings.kernelMs` where the adapter can. Default false: it costs a little in every call. */
  readonly timestamps?: boolean | undefined
  /** Kernels kept compiled on a device; the least recently used one makes room. Default 256. */
  readonly maximumKernels?: number | undefined
}

/** How long after an ended call the device waits for the kernel, where the options do not say. */
const defaultGraceMs = 10_000
const defaultKernels = 256

/** Options with their defaults, as devices use them. */
export interface WebGpuSettings {
  readonly compile: CompileOptions
  readonly timeLimitMs: number | undefined
  readonly endingGraceMs: number
  readonly timestamps: boolean
  readonly maximumKernels: number
}

/** Throws `TypeError` and `RangeError` for options that cannot be. */
export function settingsOf(options: WebGpuBackendOptions): WebGpuSettings {
  const { float, bounds, fuel, workgroupSize, separateMultiplyAdd, timeLimitMs } = options
  const { endingGraceMs = defaultGraceMs, maximumKernels = defaultKernels, timestamps = false } = options
  if (float !== undefined) assertOneOf('float', float, ['strict', 'fast'])
  if (bounds !== undefined) assertOneOf('bounds', bounds, ['check', 'clamp'])
  if (fuel !== undefined) assertIntegerIn('fuel', fuel, 0, 2 ** 32 - 1)
  if (workgroupSize !== undefined) assertIntegerIn('workgroupSize', workgroupSize, 1, 1024)
  if (timeLimitMs !== undefined && !(timeLimitMs > 0)) {
    throw new RangeError(`timeLimitMs must be more than 0, not ${timeLimitMs}`)
  }
  if (!(endingGraceMs >= 0)) throw new RangeError(`endingGraceMs must be at least 0, not ${endingGraceMs}`)
  assertIntegerIn('maximumKernels', maximumKernels, 1, 2 ** 20)
  const compile = { float, bounds, fuel, workgroupSize, separateMultiplyAdd }
  return { compile, timeLimitMs, endingGraceMs, timestamps, maximumKernels }
}
