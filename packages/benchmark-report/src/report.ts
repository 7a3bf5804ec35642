import { availableParallelism, cpus, release, totalmem, type } from 'node:os'

/** One measured value, in the format of every benchmark of Weft. */
export interface Row {
  /** A path: `calls/eager/of-jco`. */
  readonly name: string
  readonly value: number
  readonly unit: string
  /** The least, or the most, that is good enough. */
  readonly min?: number
  readonly max?: number
  readonly met: boolean
  /** What the value alone does not say: why something could not be measured. */
  readonly note?: string
}

export interface Report {
  readonly environment: Readonly<Record<string, string | number>>
  readonly rows: readonly Row[]
}

export interface Target {
  readonly min?: number
  readonly max?: number
}

/** A row that is met if its value is a number within its target. Without a target every number will do. */
export function createRow(
  name: string,
  value: number,
  unit: string,
  target: Target = {},
  note?: string,
): Row {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = target
  const met = value >= min && value <= max
  // JSON has no other way to carry a value that is no number; such a row is never met.
  const finite = Number.isFinite(value) ? value : Number.MAX_VALUE
  const row = { name, value: finite, unit, ...target, met: met && Number.isFinite(value) }
  return note === undefined ? row : { ...row, note }
}

/** What the numbers depend on. */
export function describeMachine(): Record<string, string | number> {
  return {
    node: process.versions.node,
    v8: process.versions.v8,
    system: `${type()} ${release()} ${process.arch}`,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    processors: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
  }
}
