import Table from 'cli-table3'
import colors from 'picocolors'

const none = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
}

/** Rows in columns without lines, under a head if there is one; every line ends with a newline. */
export function formatTable(rows: readonly (readonly string[])[], head: readonly string[] = []): string {
  const table = new Table({
    chars: none,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
  })
  if (head.length > 0) table.push(head.map((title) => colors.bold(title)))
  for (const row of rows) table.push([...row])
  const lines = table.toString().split('\n')
  return lines.map((line) => `${line.trimEnd()}\n`).join('')
}

/** Bytes in the largest unit that keeps them readable: `12 bytes`, `1.5 MiB`. */
export function formatBytes(sizeBytes: number): string {
  if (sizeBytes < 1024) return `${sizeBytes} bytes`
  const units = ['KiB', 'MiB', 'GiB']
  const power = Math.min(units.length, Math.floor(Math.log2(sizeBytes) / 10))
  return `${Number((sizeBytes / 1024 ** power).toFixed(1))} ${units[power - 1]}`
}
