import type { ComponentInstance } from './instance.js'
import type { CoreFunction } from './options.js'
import { trapIf } from './trap.js'

/** Specification: `canon backpressure.inc`. */
export function canon_backpressure_inc(inst: ComponentInstance): CoreFunction {
  return () => {
    inst.backpressure++
    trapIf(inst.backpressure === 2 ** 16, 'backpressure counter overflow', 'backpressure.inc')
  }
}

/** Specification: `canon backpressure.dec`. */
export function canon_backpressure_dec(inst: ComponentInstance): CoreFunction {
  return () => {
    inst.backpressure--
    trapIf(inst.backpressure < 0, 'backpressure counter overflow', 'backpressure.dec')
    if (inst.backpressure === 0) inst.wake_gate()
  }
}
