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
import { families } from './families/families.js'
import type { Family } from './family.js'
import { jco } from './runtimes/jco.js'
import { weft } from './runtimes/weft.js'
import { sampleCounts } from './sample.js'

interface Options {
  readonly json?: true
  readonly rounds: number
  readonly sample: number
  readonly only: readonly Family[]
}

function parseOptions(): Options {
  return new Command('bench:component')
    .description(
      'Measures components in Weft beside jco, memory copies and web streams. Takes about two minutes.',
    )
    .option('--json', 'print one JSON object and nothing else')
    .option(
      '--rounds <number>',
      'how often everything is measured; medians are taken',
      parseWholeNumber(1, 100),
      7,
    )
    .option('--sample <ms>', 'how long one sample takes, at least', parseWholeNumber(0, 10_000), 80)
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
async function runBenchmarks({ rounds, sample, only }: Options): Promise<Report> {
  const live = process.stderr.isTTY ? createLogUpdate(process.stderr) : undefined
  const bench = {
    rounds,
    sampleMs: sample,
    attempts: 3,
    crowd: 100_000,
    runtimes: [weft, jco],
    progress: (text: string) => live?.(`measuring ${text} …`),
  }
  const rows: Row[] = []
  for (const family of only) rows.push(...(await family.measure(bench)))
  live?.clear()
  const { taken, disturbed } = sampleCounts
  const environment = {
    ...describeMachine(),
    rounds,
    sampleMs: sample,
    disturbed: `${disturbed} of ${taken} samples, by other programs`,
  }
  return { environment, rows }
}

const options = parseOptions()
const report = await runBenchmarks(options)
console.log(options.json ? JSON.stringify(report) : formatReport(report))
