import { createRow, median, type Row, type Target } from '@weft/benchmark-report'
import type { Measured } from '../measure.js'

export interface Comparison<Name extends string> {
  /** Where the rows stand: `calls/eager`. */
  readonly name: string
  readonly unit: string
  /** How much a second one unit is: 1e6 for millions of calls. */
  readonly scale: number
  readonly results: Readonly<Record<Name | 'weft', Measured>>
  readonly target?: Target
  /** What Weft's share of another contender should be. */
  readonly targetsOf?: Partial<Readonly<Record<Name, Target>>>
}

/** A row for each contender, and one for Weft's share of each other one: the median of the rounds' ratios. */
export function compareRows<Name extends string>(comparison: Comparison<Name>): Row[] {
  const { name, unit, scale, results, target, targetsOf } = comparison
  const { weft, ...others } = results
  const rows = [valueRow(`${name}/weft`, weft, unit, scale, target)]
  for (const [other, measured] of Object.entries(others) as [Name, Measured][]) {
    rows.push(valueRow(`${name}/${other}`, measured, unit, scale))
    rows.push(ratioRow(`${name}/of-${other}`, weft, measured, targetsOf?.[other]))
  }
  return rows
}

function valueRow(name: string, measured: Measured, unit: string, scale: number, target?: Target): Row {
  if ('failure' in measured) return createRow(name, 0, unit, target, `cannot be done: ${measured.failure}`)
  return createRow(name, median(measured.rates) / scale, unit, target)
}

/** The share of what cannot be done is 0 for the one and beyond all numbers for the other, whose target is not met. */
function ratioRow(name: string, measured: Measured, other: Measured, target?: Target): Row {
  if ('failure' in measured) return createRow(name, 0, '×', target, 'Weft cannot do it')
  if ('failure' in other) {
    return createRow(
      name,
      Number.POSITIVE_INFINITY,
      '×',
      target,
      'nothing to compare with: the other cannot do it',
    )
  }
  const ratios = measured.rates.map((rate, round) => rate / other.rates[round]!)
  return createRow(name, median(ratios), '×', target)
}
