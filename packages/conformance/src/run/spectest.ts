import { floatBits } from '../text/float-literal.js'
import { floatFormats } from '../text/round-to-float.js'
import type { Value } from '../values.js'

/** The module `spectest`, which every script of the specification's suite may import from. */
export const spectestGlobals: Readonly<Record<string, Value>> = {
  global_i32: { type: 'i32', bits: 666n },
  global_i64: { type: 'i64', bits: 666n },
  global_f32: { type: 'f32', bits: floatBits('666.6', floatFormats.f32) ?? 0n },
  global_f64: { type: 'f64', bits: floatBits('666.6', floatFormats.f64) ?? 0n },
}

export const spectestMemoryPages = 1
export const spectestTableSize = 10
