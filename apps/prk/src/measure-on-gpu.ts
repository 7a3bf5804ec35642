import { median } from '@weft/benchmark-report'
import { type DeviceClock, type DeviceTimes, timeNames } from './device-clock.js'
import type { Problem, Variant } from './kernels.js'
import type { Effort, Measurement } from './measure.js'
import type { WaitingProgram } from './program.js'

/** Times of a device at first, when nothing is compiled, and later. Dispatch and kernel are those of one step. */
export interface GpuMeasurement extends Measurement {
  readonly cold: DeviceTimes
  readonly warm: DeviceTimes
}

/**
 * Sets a program up, runs a step and lets it check itself; then all of it again with many steps, whose times count.
 * The error is the larger one of both checks.
 */
export async function measureOnGpu(
  program: WaitingProgram,
  clock: DeviceClock,
  variant: Variant,
  problem: Problem,
  effort: Effort,
): Promise<GpuMeasurement> {
  clock.take()
  await program.setup(variant, problem)
  const firstSetup = clock.take()
  await program.step()
  const firstStep = clock.take()
  const firstError = await program.check(1)
  const cold = together(firstSetup, firstStep, clock.take())
  await program.setup(variant, problem)
  const setup = clock.take()
  const { timesMs, steps } = await runSteps(program, clock, effort)
  const secondError = await program.check(timesMs.length)
  const warm = together(setup, medianOf(steps), clock.take())
  return { timesMs, error: worseOf(firstError, secondError), cold, warm }
}

/** Compilation and copies of all three phases, and the kernels of the step alone. */
function together(setup: DeviceTimes, step: DeviceTimes, check: DeviceTimes): DeviceTimes {
  const sum = (name: keyof DeviceTimes) => setup[name] + step[name] + check[name]
  const copied = { uploadMs: sum('uploadMs'), downloadMs: sum('downloadMs') }
  return { ...step, compileMs: sum('compileMs'), ...copied }
}

async function runSteps(program: WaitingProgram, clock: DeviceClock, effort: Effort) {
  const timesMs: number[] = []
  const steps: DeviceTimes[] = []
  const start = performance.now()
  let now = start
  while (timesMs.length < effort.maximumSteps) {
    if (timesMs.length >= effort.minimumSteps && now - start > effort.timeLimitMs) break
    const before = now
    await program.step()
    now = performance.now()
    timesMs.push(now - before)
    steps.push(clock.take())
  }
  return { timesMs, steps }
}

function medianOf(all: readonly DeviceTimes[]): DeviceTimes {
  const medians = timeNames.map((name) => [name, median(all.map((times) => times[name]))])
  return Object.fromEntries(medians) as Record<keyof DeviceTimes, number>
}

/** A check that is no number is worse than any. */
function worseOf(first: number, second: number): number {
  return first <= second || Number.isNaN(second) ? second : first
}
