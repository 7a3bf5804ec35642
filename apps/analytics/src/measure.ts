import { isDeepStrictEqual } from 'node:util'
import { createRow, median, type Row } from '@weft/benchmark-report'
import type { Component } from '@weft/component'
import { WeftError } from '@weft/core'
import type { Condition, Report } from './analysis.js'
import { Meter } from './meter.js'
import { analyze, type Text } from './pipeline.js'
import { PlainAnalysis } from './plain.js'
import type { Source } from './source.js'

/** Rows of one status from ten of the sixteen regions of the text that is made up. */
export const condition: Condition = { status: 0, leastRegion: 2, mostRegion: 11 }

interface Run {
  readonly report: Report
  readonly megabytesPerSecond: number
  readonly growthMiB: number
}

type Analysis = (text: Text) => Promise<Report>

export interface Measured {
  readonly report: Report
  readonly rows: readonly Row[]
}

/**
 * Runs a text through the components and through plain JavaScript, in turns. Throws `WeftError` (`wrong-result`) if they
 * do not agree.
 */
export async function measure(
  pipeline: Component,
  source: Source,
  rounds: number,
  progress: (bytes: number) => void,
): Promise<Measured> {
  const contenders: Record<'weft' | 'plain', Analysis> = {
    weft: (text) => analyze(pipeline, text, condition),
    plain: analyzePlainly,
  }
  const runs: Record<'weft' | 'plain', Run[]> = { weft: [], plain: [] }
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? (['weft', 'plain'] as const) : (['plain', 'weft'] as const))
      runs[name].push(await runOnce(source, contenders[name], progress))
  }
  const reports = [...runs.weft, ...runs.plain].map(({ report }) => report)
  if (!reports.every((report) => isDeepStrictEqual(report, reports[0])))
    throw new WeftError('wrong-result', 'the components and plain JavaScript do not agree on the text')
  return { report: reports[0]!, rows: rowsOf(runs.weft, runs.plain) }
}

async function runOnce(source: Source, analysis: Analysis, progress: (bytes: number) => void): Promise<Run> {
  const meter = new Meter(progress)
  const before = process.memoryUsage.rss()
  const start = performance.now()
  const report = await analysis(meter.watch(source.open()))
  const elapsedMs = performance.now() - start - meter.sourceMs
  return {
    report,
    megabytesPerSecond: source.bytes / 1000 / elapsedMs,
    growthMiB: Math.max(0, meter.peakBytes - before) / 2 ** 20,
  }
}

async function analyzePlainly(text: Text): Promise<Report> {
  const analysis = new PlainAnalysis(condition)
  for await (const piece of text) analysis.take(piece)
  return analysis.finish()
}

function rowsOf(weft: readonly Run[], plain: readonly Run[]): Row[] {
  const rate = (runs: readonly Run[]) => median(runs.map((run) => run.megabytesPerSecond))
  const ratios = weft.map((run, round) => run.megabytesPerSecond / plain[round]!.megabytesPerSecond)
  return [
    createRow('analytics/weft', rate(weft), 'MB/s'),
    createRow('analytics/plain', rate(plain), 'MB/s'),
    createRow('analytics/of-plain', median(ratios), '×', { min: 0.5 }),
    createRow('analytics/memory', Math.max(...weft.map((run) => run.growthMiB)), 'MiB', { max: 64 }),
  ]
}
