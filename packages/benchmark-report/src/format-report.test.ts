import { expect, it } from 'vitest'
import { formatReport } from './format-report.js'
import { createRow } from './report.js'

it('says what was measured, what was wanted, and what the numbers depend on', () => {
  const rows = [
    createRow('calls/weft', 12_345_678, '1/s', { min: 1e6 }),
    createRow('calls/of-jco', 0.5, '×', { max: 0.3 }, 'it was slow'),
    createRow('calls/jco', 0, '1/s'),
  ]
  const text = formatReport({ environment: { node: '26', rounds: 3 }, rows })
  const lines = text.split('\n').map((line) => line.replaceAll(/\s*│\s*/g, '|'))
  expect(lines).toContain('|calls/weft|12346000|1/s|≥ 1000000|met|')
  expect(lines).toContain('|calls/of-jco|0.500|×|≤ 0.3|MISSED|')
  expect(lines).toContain('|calls/jco|0|1/s|||')
  expect(lines.slice(-3)).toEqual(['calls/of-jco: it was slow', 'node: 26', 'rounds: 3'])
})
