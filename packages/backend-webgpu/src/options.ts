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
  /**
   * How long the GPU's compiler may take for one kernel, in milliseconds; a kernel that takes longer is refused. Some
   * need minutes for large shaders. Default 60,000.
   */
  readonly compileTimeLimitMs?: number | undefined
  /** Measures `ExecTimings.kernelMs` where the adapter can. Default false: it costs a little in every call. */
  readonly timestamps?: boolean | undefined
  /** Kernels kept compiled on a device; the least recently used one makes room. Default 256. */
  readonly maximumKernels?: number | undefined
}

/** How long after an ended call the device waits for the kernel, where the options do not say. */
const defaultGraceMs = 10_000
const defaultCompileTimeLimitMs = 60_000
const defaultKernels = 256

/** Options with their defaults, as devices use them. */
export interface WebGpuSettings {
  readonly compile: CompileOptions
  readonly timeLimitMs: number | undefined
  readonly endingGraceMs: number
  readonly compileTimeLimitMs: number
  readonly timestamps: boolean
  readonly maximumKernels: number
}

/** Throws `TypeError` and `RangeError` for options that cannot be. */
export function settingsOf(options: WebGpuBackendOptions): WebGpuSettings {
  const { timeLimitMs, endingGraceMs = defaultGraceMs, timestamps = false } = options
  const { compileTimeLimitMs = defaultCompileTimeLimitMs, maximumKernels = defaultKernels } = options
  if (timeLimitMs !== undefined) assertDuration('timeLimitMs', timeLimitMs)
  assertDuration('endingGraceMs', endingGraceMs)
  assertDuration('compileTimeLimitMs', compileTimeLimitMs)
  assertIntegerIn('maximumKernels', maximumKernels, 1, 2 ** 20)
  const compile = compileOptionsOf(options)
  return { compile, timeLimitMs, endingGraceMs, compileTimeLimitMs, timestamps, maximumKernels }
}

function compileOptionsOf(options: WebGpuBackendOptions): CompileOptions {
  const { float, bounds, fuel, workgroupSize, separateMultiplyAdd } = options
  if (float !== undefined) assertOneOf('float', float, ['strict', 'fast'])
  if (bounds !== undefined) assertOneOf('bounds', bounds, ['check', 'clamp'])
  if (fuel !== undefined) assertIntegerIn('fuel', fuel, 0, 2 ** 31 - 1)
  if (workgroupSize !== undefined) assertIntegerIn('workgroupSize', workgroupSize, 1, 1024)
  return { float, bounds, fuel, workgroupSize, separateMultiplyAdd }
}

function assertDuration(label: string, milliseconds: number): void {
  if (typeof milliseconds === 'number' && milliseconds >= 0) return
  throw new RangeError(`${label} must be a number of milliseconds, not ${milliseconds}`)
}
