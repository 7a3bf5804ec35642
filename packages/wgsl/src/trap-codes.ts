import { type TrapCause, trapCauses } from '@weft/core'

/** The number of a trap's cause in a shader: its index in `trapCauses`. */
export function trapCode(cause: TrapCause): number {
  return trapCauses.indexOf(cause)
}

/** Not a trap of the core specification: the kernel used up its fuel. */
export const outOfFuelCode = 15

/** Number of causes a shader tells apart. */
export const trapCodeCount = 16
