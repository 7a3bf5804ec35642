import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { describeMachine, parseWholeNumber } from '@weft/benchmark-report'
import { SingleBar } from 'cli-progress'
import { Command } from 'commander'
import { generate } from './generate.js'
import { type Measured, measure } from './measure.js'
import { loadPipeline } from './pipeline.js'
import { fileSource, generatedSource } from './source.js'

interface Options {
  readonly megabytes: number
  readonly rounds: number
  readonly file?: string
  readonly write?: string
  readonly json?: true
}

function parseOptions(): Options {
  return new Command('analytics')
    .description(
      'Sums up measurements of weather stations: CSV through three components, beside plain JavaScript.',
    )
    .option('--megabytes <number>', 'size of the text that is made up', parseWholeNumber(1, 100_000), 300)
    .option('--file <path>', 'read this text instead: station,degrees,region,status')
    .option('--write <path>', 'only write the text that is made up to a file')
    .option(
      '--rounds <number>',
      'how often everything is measured; medians are taken',
      parseWholeNumber(1, 100),
      3,
    )
    .option('--json', 'print one JSON object and nothing else')
    .parse()
    .opts<Options>()
}

/** A bar on a terminal; cli-progress draws none elsewhere. */
async function measureWithBar({ megabytes, file, rounds }: Options): Promise<Measured> {
  const source = file === undefined ? generatedSource(megabytes * 1e6) : await fileSource(file)
  const bar = new SingleBar({
    format: '{bar} {percentage} % of {total} MB, {eta_formatted} left',
    hideCursor: true,
    clearOnComplete: true,
  })
  bar.start(Math.round((2 * rounds * source.bytes) / 1e6), 0)
  let bytes = 0
  try {
    return await measure(await loadPipeline(), source, rounds, (passed) => {
      bytes += passed
      bar.update(Math.round(bytes / 1e6))
    })
  } finally {
    bar.stop()
  }
}

function print({ report, rows }: Measured): void {
  const { parsed, selected, stations } = report
  console.log(`${parsed.rows} rows, ${parsed.malformed} lines that are none, ${selected} rows selected`)
  for (const { station, count, least, most, sum } of stations.slice(0, 5)) {
    const mean = (Number(sum) / Number(count) / 100).toFixed(2)
    console.log(
      `  station ${station}: ${count} rows, ${least / 100} to ${most / 100} °, ${mean} ° on average`,
    )
  }
  if (stations.length > 5) console.log(`  … ${stations.length} stations`)
  for (const { name, value, unit, min, max, met } of rows) {
    const target = min === undefined ? (max === undefined ? '' : ` (≤ ${max})`) : ` (≥ ${min})`
    console.log(`${name}: ${value.toFixed(2)} ${unit}${target}${met ? '' : ' MISSED'}`)
  }
}

const options = parseOptions()
if (options.write !== undefined) {
  await pipeline(copies(generate(options.megabytes * 1e6)), createWriteStream(options.write))
} else {
  const measured = await measureWithBar(options)
  if (options.json) console.log(JSON.stringify({ environment: describeMachine(), rows: measured.rows }))
  else print(measured)
}

/** A file's stream holds several pieces at a time, and the generator has one. */
function* copies(pieces: Iterable<Uint8Array>): Generator<Uint8Array> {
  for (const piece of pieces) yield piece.slice()
}
