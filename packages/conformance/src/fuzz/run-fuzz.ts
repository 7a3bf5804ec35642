import type { Device } from '@weft/backend'
import { InvalidKernelError } from '@weft/core'
import { compareOutcomes, type Difference, isSameCause } from './compare-outcomes.js'
import { encodeProgram } from './encode/encode-program.js'
import { UnknownLabelError } from './encode/function-encoder.js'
import type { GenerateOptions } from './generate/plan.js'
import { type FuzzKernel, generateKernel, kernelOf } from './kernel.js'
import { printKernel } from './print-kernel.js'
import type { FuzzProgram } from './program/program.js'
import { type Outcome, runKernel } from './run-kernel.js'
import { shrinkProgram } from './shrink/shrink-program.js'

export interface FuzzOptions {
  /** Says what is right: it must give the lowest trapping iteration. The sequential device, usually. */
  readonly reference: Device
  /** Devices to compare with it. Those of kind `cpu` may report a later trapping iteration than the lowest. */
  readonly devices: readonly Device[]
  readonly seeds: Iterable<number>
  readonly generate?: GenerateOptions | undefined
  /** Do not count a kernel that a device refuses as a failure. Default false. */
  readonly acceptRefusals?: boolean | undefined
  /** Stops after so many failures. Default 3. */
  readonly maximumFailures?: number | undefined
  /** Most kernels that are tried to make a failing one smaller. Default 1500. */
  readonly shrinkTrials?: number | undefined
  /** For calls on devices that support it: a kernel that ends on the reference may be endless on a faulty device. */
  readonly timeLimitMs?: number | undefined
  /** Called after every seed; the run stops when it returns false. */
  readonly onProgress?: ((report: FuzzReport) => unknown) | undefined
}

export interface FuzzReport {
  readonly kernels: number
  /** How many of them trapped on the reference. */
  readonly trapped: number
  /** How often a kernel was refused, by device and reasons. */
  readonly refusals: ReadonlyMap<string, number>
  readonly failures: readonly FuzzFailure[]
}

export interface FuzzFailure {
  readonly seed: number
  readonly generate: GenerateOptions
  readonly device: string
  /** The smallest kernel that was found, and what goes wrong with it. */
  readonly kernel: FuzzKernel
  readonly difference: Difference
  readonly text: string
}

/** Runs the kernels of all seeds on all devices, and compares every bit and every trap with the reference. */
export async function runFuzz(options: FuzzOptions): Promise<FuzzReport> {
  const { maximumFailures = 3, generate = {} } = options
  const report = {
    kernels: 0,
    trapped: 0,
    refusals: new Map<string, number>(),
    failures: [] as FuzzFailure[],
  }
  for (const seed of options.seeds) {
    const kernel = generateKernel(seed, generate)
    const expected = await runReference(options.reference, kernel)
    report.kernels++
    if (expected.kind === 'trap') report.trapped++
    for (const device of options.devices) {
      const difference = await differenceOn(options, device, kernel, expected)
      if (difference === undefined) continue
      if (difference.kind === 'refused') count(report.refusals, `${nameOf(device)}: ${difference.actual}`)
      if (difference.kind === 'refused' && options.acceptRefusals) continue
      report.failures.push(await failureOf(options, device, kernel, difference))
    }
    if (options.onProgress?.(report) === false || report.failures.length >= maximumFailures) break
  }
  return report
}

/** Throws `InvalidKernelError` if the kernel cannot run at all: then the generator is wrong. */
async function runReference(reference: Device, kernel: FuzzKernel): Promise<Outcome> {
  const outcome = await runKernel(reference, kernel)
  if (outcome.kind === 'done' || outcome.kind === 'trap') return outcome
  throw new InvalidKernelError(
    `the reference cannot run the kernel of seed ${kernel.seed}: ${outcome.message}`,
  )
}

/** What a device does otherwise than the reference with a kernel. */
async function differenceOn(
  { reference, timeLimitMs }: FuzzOptions,
  device: Device,
  kernel: FuzzKernel,
  expected: Outcome,
): Promise<Difference | undefined> {
  const actual = await runKernel(device, kernel, timeLimitMs)
  const difference = compareOutcomes(kernel, expected, actual)
  if (difference === undefined || expected.kind !== 'trap' || actual.kind !== 'trap') return difference
  if (device.info.kind !== 'cpu' || actual.iteration <= expected.iteration) return difference
  const later = await runKernel(reference, kernelOf(kernel.seed, kernel.program, actual.iteration))
  const traps = later.kind === 'trap' && later.iteration === actual.iteration
  return traps && isSameCause(later.cause, actual.cause) ? undefined : difference
}

async function failureOf(
  options: FuzzOptions,
  device: Device,
  kernel: FuzzKernel,
  found: Difference,
): Promise<FuzzFailure> {
  const { reference, shrinkTrials = 1500, generate = {} } = options
  let smallest = { kernel, difference: found }
  const isStillWrong = async (program: FuzzProgram) => {
    const candidate = candidateOf(kernel.seed, program)
    if (candidate === undefined) return false
    const expected = await runKernel(reference, candidate)
    if (expected.kind !== 'done' && expected.kind !== 'trap') return false
    const difference = await differenceOn(options, device, candidate, expected)
    if (difference?.kind !== found.kind) return false
    smallest = { kernel: candidate, difference }
    return true
  }
  await shrinkProgram(kernel.program, isStillWrong, shrinkTrials)
  const text = await printKernel(smallest.kernel.bytes)
  return { seed: kernel.seed, generate, device: nameOf(device), ...smallest, text }
}

/** A smaller kernel; undefined if what was taken away was needed to make it valid. */
function candidateOf(seed: number, program: FuzzProgram): FuzzKernel | undefined {
  try {
    return WebAssembly.validate(encodeProgram(program)) ? kernelOf(seed, program) : undefined
  } catch (error) {
    if (error instanceof UnknownLabelError) return undefined
    throw error
  }
}

function nameOf({ info }: Device): string {
  return `${info.backend} (${info.name})`
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
