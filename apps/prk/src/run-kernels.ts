import { median } from '@weft/benchmark-report'
import type { DeviceTimes } from './device-clock.js'
import type { DeviceSetup } from './devices.js'
import {
  elementBytesOf,
  type Kernel,
  type Problem,
  type SizeName,
  suitsGpu,
  toleranceOf,
  type Variant,
  variantName,
} from './kernels.js'
import { type Effort, measure } from './measure.js'
import { measureOnGpu } from './measure-on-gpu.js'
import { openProgram, openWaitingProgram } from './program.js'

/** One variant of a kernel on all devices. */
export interface Comparison {
  readonly kernel: Kernel
  readonly variant: Variant
  readonly problem: Problem
  /** In the order of the devices; shorter while it is being measured. */
  readonly results: readonly Result[]
}

export interface Result {
  readonly device: DeviceSetup
  /** What it ran; on a GPU it can differ from the comparison's. */
  readonly problem: Problem
  readonly medianMs: number
  /** In the kernel's unit. */
  readonly rate: number
  readonly error: number
  /** The guest's check passed. */
  readonly valid: boolean
  /** Why there is no measurement. */
  readonly failure?: string
  /** The device does not run this variant. */
  readonly leftOut?: true
  /** Only of a GPU: where its time went, at first and later. */
  readonly times?: { readonly cold: DeviceTimes; readonly warm: DeviceTimes }
}

export interface RunOptions {
  readonly kernels: readonly Kernel[]
  readonly size: SizeName
  readonly devices: readonly DeviceSetup[]
  readonly effort: Effort
  /** Called after each measurement with all there is so far. */
  readonly onProgress: (comparisons: readonly Comparison[]) => void
}

/** Runs every variant of the kernels on every device that has it, one after the other. */
export async function runKernels(options: RunOptions): Promise<readonly Comparison[]> {
  const done: Comparison[] = []
  for (const kernel of options.kernels) {
    const variants = kernel.variants.filter((variant) =>
      options.devices.some((device) => runs(device, kernel, variant)),
    )
    const problem = problemFor(options.devices[0], kernel, options.size)
    for (const variant of variants) {
      const results: Result[] = []
      const comparison = { kernel, variant, problem, results }
      done.push(comparison)
      for (const device of options.devices) {
        results.push(await runOn(device, comparison, options))
        options.onProgress(done)
      }
    }
  }
  return done
}

async function runOn(device: DeviceSetup, comparison: Comparison, options: RunOptions): Promise<Result> {
  const { kernel, variant } = comparison
  const problem = problemFor(device, kernel, options.size)
  const nothing = { device, problem, medianMs: Number.NaN, rate: Number.NaN, error: Number.NaN }
  if (device.gpu !== undefined && !suitsGpu(kernel, variant))
    return { ...nothing, valid: true, leftOut: true }
  try {
    const { timesMs, error, times } = await measureOn(device, { ...comparison, problem }, options.effort)
    const medianMs = median(timesMs)
    const rate = kernel.work(problem, elementBytesOf(variant.element)) / (medianMs * 1000)
    const valid = error < toleranceOf(variant.element)
    return { device, problem, medianMs, rate, error, valid, ...(times && { times }) }
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error)
    return { ...nothing, valid: false, failure }
  }
}

function runs({ gpu }: DeviceSetup, kernel: Kernel, variant: Variant): boolean {
  return gpu === undefined || suitsGpu(kernel, variant)
}

function problemFor(device: DeviceSetup | undefined, kernel: Kernel, size: SizeName): Problem {
  if (device?.gpu === undefined) return kernel.problems[size]
  const chosen = kernel.problems[device.gpu.isSoftware ? 'small' : size]
  return { size: chosen.size, tile: kernel.gpuTile ?? chosen.tile }
}

async function measureOn(device: DeviceSetup, { kernel, variant, problem }: Comparison, effort: Effort) {
  await using parallel = await device.open()
  if (device.gpu === undefined) {
    await using program = await openProgram(parallel, kernel, variant, problem)
    return { ...measure(program, effort), times: undefined }
  }
  await using program = await openWaitingProgram(parallel, kernel)
  const { cold, warm, ...measurement } = await measureOnGpu(
    program,
    device.gpu.clock,
    variant,
    problem,
    effort,
  )
  return { ...measurement, times: { cold, warm } }
}

/** `nstream/f64/simd`. */
export function comparisonName({ kernel, variant }: Comparison): string {
  return `${kernel.name}/${variantName(variant)}`
}
