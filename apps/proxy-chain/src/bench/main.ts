import { writeFile } from 'node:fs/promises'
import { describeMachine, formatReport, parseSomeOf, parseWholeNumber } from '@weft/benchmark-report'
import { Command } from 'commander'
import { drawChart } from '../report/chart.js'
import { type PartName, parts, runBench } from './run-bench.js'

interface Options {
  readonly json?: true
  readonly rounds: number
  readonly requests: number
  readonly only: readonly PartName[]
  readonly chart?: string
}

const names = Object.keys(parts) as PartName[]

function parseOptions(): Options {
  return new Command('bench:proxy')
    .description(
      'Measures chains and trees of HTTP components beside the same in plain JavaScript. Takes some minutes.',
    )
    .option('--json', 'print one JSON object and nothing else')
    .option('--chart <file>', 'draw the chains as SVG')
    .option(
      '--rounds <number>',
      'how often everything is measured; medians are taken',
      parseWholeNumber(1, 100),
      5,
    )
    .option('--requests <number>', 'how many one measurement of a rate takes', parseWholeNumber(1, 1e6), 4000)
    .option(
      '--only <names>',
      `some of ${names.join(', ')}`,
      parseSomeOf(names, (name) => name),
      names,
    )
    .parse()
    .opts<Options>()
}

const { json, rounds, requests, only, chart } = parseOptions()
const rows = await runBench(only, {
  rounds,
  requests,
  warmUp: 10_000,
  bodyBytes: 2 ** 30,
  crowd: [10_000, 100],
  progress: (text) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[Kmeasuring ${text} …`)
  },
})
if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
const report = { environment: { ...describeMachine(), rounds, requests }, rows }
console.log(json ? JSON.stringify(report) : formatReport(report))
if (chart !== undefined) await writeFile(chart, drawChart(rows))
