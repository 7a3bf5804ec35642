import type { DeviceSetup } from './devices.js'
import {
  elementBytesOf,
  type Kernel,
  type Problem,
  type SizeName,
  toleranceOf,
  type Variant,
  variantName,
} from './kernels.js'
import { type Effort, measure } from './measure.js'
import { openProgram } from './program.js'
import { median } from './statistics.js'

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
  readonly medianMs: number
  /** In the kernel's unit. */
  readonly rate: number
  readonly error: number
  /** The guest's check passed. */
  readonly valid: boolean
  /** Why there is no measurement. */
  readonly failure?: string
}

export interface RunOptions {
  readonly kernels: readonly Kernel[]
  readonly size: SizeName
  readonly devices: readonly DeviceSetup[]
  readonly effort: Effort
  /** Called after each measurement with all there is so far. */
  readonly onProgress: (comparisons: readonly Comparison[]) => void
}

/** Runs every variant of the kernels on every device, one after the other. */
export async function runKernels(options: RunOptions): Promise<readonly Comparison[]> {
  const done: Comparison[] = []
  for (const kernel of options.kernels) {
    const problem = kernel.problems[options.size]
    for (const variant of kernel.variants) {
      const results: Result[] = []
      const comparison = { kernel, variant, problem, results }
      done.push(comparison)
      for (const device of options.devices) {
        results.push(await runOn(device, comparison, options.effort))
        options.onProgress(done)
      }
    }
  }
  return done
}

async function runOn(
  device: DeviceSetup,
  { kernel, variant, problem }: Comparison,
  effort: Effort,
): Promise<Result> {
  try {
    await using parallel = await device.open()
    await using program = await openProgram(parallel, kernel, variant, problem)
    const { timesMs, error } = measure(program, effort)
    const medianMs = median(timesMs)
    const rate = kernel.work(problem, elementBytesOf(variant.element)) / (medianMs * 1000)
    return { device, medianMs, rate, error, valid: error < toleranceOf(variant.element) }
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error)
    return { device, medianMs: Number.NaN, rate: Number.NaN, error: Number.NaN, valid: false, failure }
  }
}

/** `nstream/f64/simd`. */
export function comparisonName({ kernel, variant }: Comparison): string {
  return `${kernel.name}/${variantName(variant)}`
}
