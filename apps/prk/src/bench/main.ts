import { availableParallelism } from 'node:os'
import Table from 'cli-table3'
import { Command, InvalidArgumentError } from 'commander'
import { createLogUpdate } from 'log-update'
import { describeMachine, type Report, type Row } from '../report.js'
import type { Bench, Family } from './bench.js'
import { coldStart } from './cold-start.js'
import { crowded } from './crowded.js'
import { dispatch } from './dispatch.js'
import { kernelSpeed } from './kernel-speed.js'
import { buildNativePrograms } from './native.js'
import { pools } from './pools.js'

const families: readonly Family[] = [dispatch, pools, crowded, coldStart, kernelSpeed]

/** For samples that are taken again because others were busy. */
const patienceMs = 100_000

interface Options {
  readonly json?: true
  readonly rounds: number
  readonly only: readonly Family[]
}

function parseOptions(): Options {
  return new Command('bench:cpu')
    .description('Measures the CPU backend against C, libgomp and worker pools. Takes about five minutes.')
    .option('--json', 'print one JSON object and nothing else')
    .option('--rounds <number>', 'how often everything is measured; medians are taken', parseRounds, 4)
    .option(
      '--only <names>',
      `some of ${families.map(({ name }) => name).join(', ')}`,
      parseFamilies,
      families,
    )
    .parse()
    .opts<Options>()
}

function parseRounds(text: string): number {
  const rounds = Number(text)
  if (Number.isInteger(rounds) && rounds >= 1 && rounds <= 100) return rounds
  throw new InvalidArgumentError('a number of rounds is from 1 to 100')
}

function parseFamilies(text: string): Family[] {
  return text.split(',').map((name) => {
    const family = families.find((candidate) => candidate.name === name.trim())
    if (family === undefined) throw new InvalidArgumentError(`"${name}" is none of them`)
    return family
  })
}

/** Runs the families one after the other: they would disturb each other. */
async function runBenchmarks({ rounds, only }: Options): Promise<Report> {
  const live = process.stderr.isTTY ? createLogUpdate(process.stderr) : undefined
  const skipped: string[] = []
  const compilerProblem = (error: unknown) => (error instanceof Error ? error.message : String(error))
  const native = await buildNativePrograms().catch((error) => {
    skipped.push(`the C baselines cannot be built: ${compilerProblem(error)}`)
    return undefined
  })
  const patience = { leftMs: patienceMs, samples: 0, disturbed: 0 }
  const bench: Bench = {
    rounds,
    patience,
    threads: Math.min(2, availableParallelism()),
    native,
    progress: (text) => live?.(`measuring ${text} …`),
    skip: (rows, reason) => skipped.push(`${rows}: ${reason}`),
  }
  if (bench.threads < 2) bench.skip('*/2T/*, */scaling-*', 'one processor only')
  const rows: Row[] = []
  for (const family of only) rows.push(...(await family.measure(bench)))
  live?.clear()
  const environment = {
    ...describeMachine(),
    compiler: native?.compiler ?? 'none',
    rounds,
    disturbed: `${patience.disturbed} of ${patience.samples} samples, by other programs`,
    skipped: skipped.join('; ') || 'nothing',
  }
  return { environment, rows }
}

function formatReport({ environment, rows }: Report): string {
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
  const lines = Object.entries(environment).map(([name, value]) => `${name}: ${value}`)
  return `${table.toString()}\n${lines.join('\n')}`
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

const options = parseOptions()
const report = await runBenchmarks(options)
console.log(options.json ? JSON.stringify(report) : formatReport(report))
