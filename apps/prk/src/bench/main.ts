import { availableParallelism } from 'node:os'
import {
  describeMachine,
  formatReport,
  parseSomeOf,
  parseWholeNumber,
  type Report,
  type Row,
} from '@weft/benchmark-report'
import { Command } from 'commander'
import { createLogUpdate } from 'log-update'
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
    .option(
      '--rounds <number>',
      'how often everything is measured; medians are taken',
      parseWholeNumber(1, 100),
      4,
    )
    .option(
      '--only <names>',
      `some of ${families.map(({ name }) => name).join(', ')}`,
      parseSomeOf(families, ({ name }) => name),
      families,
    )
    .parse()
    .opts<Options>()
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

const options = parseOptions()
const report = await runBenchmarks(options)
console.log(options.json ? JSON.stringify(report) : formatReport(report))
