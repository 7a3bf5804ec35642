import type { Program } from './read/program.js'
import { forEachPlain } from './read/walk.js'
import type { FloatMode } from './value-type.js'

/** `fast` where the only floats are f32: f64 is exact in both modes, and a kernel that uses it wants exactness. */
export function defaultFloatMode(program: Program): FloatMode {
  let single = false
  let double = false
  for (const { body, locals } of program.functions.values()) {
    double ||= locals.includes('f64')
    forEachPlain(body, ({ name }) => {
      single ||= name.includes('f32')
      double ||= name.includes('f64')
    })
  }
  return single && !double ? 'fast' : 'strict'
}
