import { eachNamed } from './each-named.js'
import { binary, type VectorFunctions } from './vector-functions.js'

/**
 * `narrow_*`: a saturated half of the result from each operand. `clamped` limits the wide lanes of `a` to the signed or
 * unsigned range; `pack` makes two words, in the order of their lanes, of what is then in `c`.
 */
export function narrowing(
  shape: string,
  source: string,
  clamped: (sign: 's' | 'u') => string,
  pack: string,
): VectorFunctions[] {
  const half = (sign: 's' | 'u') => `let c = ${clamped(sign)}; ${pack}`
  return [
    {
      parameters: ['v128'],
      result: 'i64',
      bodies: { [`${shape}_narrow_s`]: half('s'), [`${shape}_narrow_u`]: half('u') },
    },
    {
      ...binary,
      bodies: eachNamed(
        's u',
        `${shape}.narrow_${source}_`,
        (sign) => `vec4u(${shape}_narrow_${sign}(a), ${shape}_narrow_${sign}(b))`,
      ),
    },
  ]
}
