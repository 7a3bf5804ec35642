import Table from 'cli-table3'
import type { Report, Row } from './report.js'

/** A benchmark's report as a table for people, with what it depends on below. */
export function formatReport({ environment, rows }: Report): string {
  const table = new Table({
    head: ['measurement', 'value', 'unit', 'target', ''],
    colAligns: ['left', 'right', 'left', 'right', 'left'],
    style: { head: [], border: [], compact: true },
  })
  for (const row of rows) {
    const hasTarget = row.min !== undefined || row.max !== undefined
    table.push([
      row.name,
      formatValue(row.value),
      row.unit,
      formatTarget(row),
      row.met ? (hasTarget ? 'met' : '') : 'MISSED',
    ])
  }
  const notes = rows.flatMap(({ name, note }) => (note === undefined ? [] : [`${name}: ${note}`]))
  const facts = Object.entries(environment).map(([name, value]) => `${name}: ${value}`)
  return [table.toString(), ...notes, ...facts].join('\n')
}

function formatValue(value: number): string {
  return value === 0
    ? '0'
    : value
        .toPrecision(Math.abs(value) >= 1000 ? 5 : 3)
        .replace(/^(\d+\.?\d*)e\+(\d+)$/, (text) => String(Number(text)))
}

function formatTarget({ min, max }: Row): string {
  if (min !== undefined) return `≥ ${min}`
  return max === undefined ? '' : `≤ ${max}`
}
