import { vectorFunctions } from '../runtime/v128-helpers.js'
import { loweringsOf } from '../runtime/vector-functions.js'
import type { FloatMode } from '../value-type.js'
import { shuffle } from './i8x16-shuffle.js'
import type { Lowerings } from './lowering.js'
import { laneLowerings } from './v128-lanes.js'
import { relaxedLowerings } from './v128-relaxed.js'

/** All instructions on vectors but `v128.const` and those on memory. */
export function vectorLowerings(mode: FloatMode): Lowerings {
  const functions = loweringsOf(vectorFunctions(mode))
  return { ...functions, ...relaxedLowerings(functions), ...laneLowerings, 'i8x16.shuffle': shuffle }
}

export { vectorLoads, vectorStores } from './v128-memory.js'
