import type { Condition, Report, Summary } from '../src/analysis.js'

const row = /^(\d{1,9}),(-?)(\d{1,9})(?:\.(\d{1,2}))?,(\d{1,9}),(\d{1,9})\r?$/

/** What a text gives, by the meaning of its lines and not by their bytes: slow, and easy to see through. */
export function referenceOf(text: string, where: Condition): Report {
  const lines = text.split('\n').slice(1)
  if (lines.at(-1) === '') lines.pop()
  const rows = lines.map(parse)
  const good = rows.filter((each) => each !== undefined)
  const selected = good.filter(
    ({ region, status }) =>
      status === where.status && region >= where.leastRegion && region <= where.mostRegion,
  )
  const byStation = Map.groupBy(selected, ({ station }) => station)
  return {
    parsed: { rows: BigInt(good.length), malformed: BigInt(rows.length - good.length) },
    selected: BigInt(selected.length),
    stations: [...byStation].sort(([left], [right]) => left - right).map(summaryOf),
  }
}

type Row = Record<'station' | 'hundredths' | 'region' | 'status', number>

function parse(line: string): Row | undefined {
  const [, station, sign, degrees, fraction = '', region, status] = row.exec(line) ?? []
  if (status === undefined || Number(degrees) > 99_999) return undefined
  if (Number(region) > 0xffff || Number(status) > 0xffff) return undefined
  const size = Number(degrees) * 100 + Number(fraction.padEnd(2, '0'))
  const hundredths = sign === '-' ? 0 - size : size
  return { station: Number(station), hundredths, region: Number(region), status: Number(status) }
}

function summaryOf([station, rows]: readonly [number, readonly Row[]]): Summary {
  const values = rows.map(({ hundredths }) => hundredths)
  return {
    station,
    count: BigInt(rows.length),
    least: Math.min(...values),
    most: Math.max(...values),
    sum: values.reduce((sum, value) => sum + BigInt(value), 0n),
  }
}
