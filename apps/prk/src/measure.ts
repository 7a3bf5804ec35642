import type { Program } from './program.js'

export interface Effort {
  /** Steps before the clock counts: code is compiled anew while it runs. */
  readonly warmUpSteps: number
  /** No step begins after this time, once there are `minimumSteps`. */
  readonly timeLimitMs: number
  readonly minimumSteps: number
  readonly maximumSteps: number
}

export interface Measurement {
  /** Time of each step, in milliseconds, without the warm-up. */
  readonly timesMs: readonly number[]
  /** What the guest's own check says after all steps. */
  readonly error: number
}

/** Runs steps of a program, times each, and lets the program check itself. */
export function measure(program: Program, effort: Effort): Measurement {
  for (let step = 0; step < effort.warmUpSteps; step++) program.step()
  const timesMs: number[] = []
  const start = performance.now()
  let now = start
  while (timesMs.length < effort.maximumSteps) {
    if (timesMs.length >= effort.minimumSteps && now - start > effort.timeLimitMs) break
    const before = now
    program.step()
    now = performance.now()
    timesMs.push(now - before)
  }
  return { timesMs, error: program.check(effort.warmUpSteps + timesMs.length) }
}
