import type { FloatMode } from '../value-type.js'
import type { Helpers } from './helper.js'
import { bitwiseFunctions } from './v128-bitwise.js'
import { conversionFunctions } from './v128-conversions.js'
import { f32x4Functions } from './v128-f32x4.js'
import { f64x2Functions } from './v128-f64x2.js'
import { i8x16Functions } from './v128-i8x16.js'
import { i16x8Functions } from './v128-i16x8.js'
import { i32x4Functions } from './v128-i32x4.js'
import { i64x2Functions } from './v128-i64x2.js'
import { helpersOf, type VectorFunctions } from './vector-functions.js'

/** All instructions on vectors that have no immediates, as functions. */
export function vectorFunctions(mode: FloatMode): VectorFunctions[] {
  return [
    ...bitwiseFunctions,
    ...i8x16Functions,
    ...i16x8Functions,
    ...i32x4Functions,
    ...i64x2Functions,
    ...f32x4Functions[mode],
    ...f64x2Functions,
    ...conversionFunctions[mode],
  ]
}

/** The helpers of both float modes: those that differ have different names. */
export const vectorHelpers: Helpers = {
  ...helpersOf(vectorFunctions('strict')),
  ...helpersOf(vectorFunctions('fast')),
}
