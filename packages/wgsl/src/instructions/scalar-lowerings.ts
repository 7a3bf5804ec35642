import type { FloatMode } from '../value-type.js'
import { conversionLowerings } from './conversions.js'
import { f32FastLowerings } from './f32-fast.js'
import { f32StrictLowerings, f64Lowerings } from './float-bits.js'
import { i32Lowerings } from './i32.js'
import { i64Lowerings } from './i64.js'
import type { Lowerings } from './lowering.js'

function lowerings(mode: FloatMode): Lowerings {
  const f32Lowerings = mode === 'fast' ? f32FastLowerings : f32StrictLowerings
  return { ...i32Lowerings, ...i64Lowerings, ...f32Lowerings, ...f64Lowerings, ...conversionLowerings(mode) }
}

const byMode = { strict: lowerings('strict'), fast: lowerings('fast') }

/** Every numeric instruction on scalars but constants. */
export function scalarLowerings(mode: FloatMode): Lowerings {
  return byMode[mode]
}
