import { eachNamed } from '../runtime/each-named.js'
import type { Lowerings } from './lowering.js'
import { loweringsFrom } from './lowerings-from.js'

/** On the bits of floats: exact on every device. The masks are for the sign and for all other bits. */
function floatBits(type: 'f32' | 'f64', sign: string, magnitude: string): Lowerings {
  const calls = (names: string, operands: string) =>
    eachNamed(names, `${type}.`, (name) => `${type}_${name}(${operands})`)
  return {
    ...loweringsFrom([type, type], type, {
      ...calls('add sub mul div min max', 'a, b'),
      [`${type}.copysign`]: `((a & ${magnitude}) | (b & ${sign}))`,
    }),
    ...loweringsFrom([type, type], 'bool', {
      ...calls('eq lt le', 'a, b'),
      [`${type}.ne`]: `(!${type}_eq(a, b))`,
      [`${type}.gt`]: `${type}_lt(b, a)`,
      [`${type}.ge`]: `${type}_le(b, a)`,
    }),
    ...loweringsFrom([type], type, {
      ...calls('ceil floor trunc nearest sqrt', 'a'),
      [`${type}.abs`]: `(a & ${magnitude})`,
      [`${type}.neg`]: `(a ^ ${sign})`,
    }),
  }
}

export const f32StrictLowerings = floatBits('f32', '0x80000000u', '0x7fffffffu')

/** WGSL has no such type: always on the bits. */
export const f64Lowerings = floatBits('f64', 'vec2u(0u, 0x80000000u)', 'vec2u(0xffffffffu, 0x7fffffffu)')
