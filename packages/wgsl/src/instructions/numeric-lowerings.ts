import type { FloatMode } from '../value-type.js'
import type { Lowerings } from './lowering.js'
import { scalarLowerings } from './scalar-lowerings.js'
import { vectorLowerings } from './vector-lowerings.js'

const made = new Map<FloatMode, Lowerings>()

/** Every instruction that only computes. */
export function numericLowerings(mode: FloatMode): Lowerings {
  const known = made.get(mode)
  if (known !== undefined) return known
  const lowerings = { ...scalarLowerings(mode), ...vectorLowerings(mode) }
  made.set(mode, lowerings)
  return lowerings
}
