import { eachNamed } from './each-named.js'

/** The integer comparisons that follow from `eq` and from `lt` of the given signs. */
export function derivedComparisons(shape: string, signs: string): Record<string, string> {
  const each = (name: string, body: (less: string) => string) =>
    eachNamed(signs, `${shape}.${name}_`, (sign) => body(`${shape}_lt_${sign}`))
  return {
    [`${shape}.ne`]: `~${shape}_eq(a, b)`,
    ...each('gt', (less) => `${less}(b, a)`),
    ...each('le', (less) => `~${less}(b, a)`),
    ...each('ge', (less) => `~${less}(a, b)`),
  }
}

/** The float comparisons that follow from `eq`, `lt` and `le`. */
export function derivedFloatComparisons(shape: string): Record<string, string> {
  return {
    [`${shape}.ne`]: `~${shape}_eq(a, b)`,
    [`${shape}.gt`]: `${shape}_lt(b, a)`,
    [`${shape}.ge`]: `${shape}_le(b, a)`,
  }
}

/** `pmin` and `pmax`, which are defined by `lt`. */
export function pseudoExtrema(shape: string): Record<string, string> {
  return {
    [`${shape}.pmin`]: `a ^ ((a ^ b) & ${shape}_lt(b, a))`,
    [`${shape}.pmax`]: `a ^ ((a ^ b) & ${shape}_lt(a, b))`,
  }
}
