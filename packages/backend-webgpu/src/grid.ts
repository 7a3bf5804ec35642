/** One dispatch of a call: its iterations, and the workgroups they take. */
export interface GridStep {
  readonly first: number
  readonly count: number
  readonly groupsX: number
  readonly groupsY: number
}

export interface GridLimits {
  readonly workgroupSize: number
  readonly groupsPerDimension: number
  /** How many iterations one dispatch may have, for reasons of its own. */
  readonly iterationsPerDispatch: number
}

/** The most iterations that one dispatch runs. */
export function iterationsPerStep(limits: GridLimits): number {
  const { workgroupSize, groupsPerDimension, iterationsPerDispatch } = limits
  const most = Math.min(iterationsPerDispatch, workgroupSize * groupsPerDimension ** 2)
  return most > workgroupSize ? most - (most % workgroupSize) : most
}

/** How many dispatches a call is cut into. */
export function gridStepCount(iterations: number, limits: GridLimits): number {
  return Math.ceil(iterations / iterationsPerStep(limits))
}

/** Cuts a call into dispatches. */
export function* gridSteps(iterations: number, limits: GridLimits): Generator<GridStep> {
  const perStep = iterationsPerStep(limits)
  for (let first = 0; first < iterations; first += perStep) {
    const count = Math.min(perStep, iterations - first)
    const groups = Math.ceil(count / limits.workgroupSize)
    const groupsY = Math.ceil(groups / limits.groupsPerDimension)
    yield { first, count, groupsX: Math.ceil(groups / groupsY), groupsY }
  }
}
