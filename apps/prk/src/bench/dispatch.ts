import { createRow, median, type Row } from '@weft/benchmark-report'
import type { Bench, Family } from './bench.js'
import { interleave } from './interleave.js'
import type { KernelTimes } from './native.js'
import type { Overhead } from './overhead-process.js'
import { runModule } from './run-process.js'
import { type Latency, latencyOf } from './sampling.js'

const sleepGapUs = 1000

/** What an empty parallel for costs, beside an empty OpenMP region; what a hand-over and an iteration cost. */
export const dispatch: Family = {
  name: 'dispatch',
  async measure(bench) {
    bench.progress('empty dispatch')
    const { rounds } = await interleave(bench.rounds, { rounds: () => measureRound(bench) }, bench.patience)
    const overheads = rounds.map(({ overhead }) => overhead)
    const regions = rounds.flatMap(({ region }) => (region === undefined ? [] : [regionLatency(region)]))
    return [
      ...dispatchRows(overheads, regions, bench),
      ...(await sleepingRegionRows(bench)),
      ...otherRows(overheads, bench),
    ]
  },
}

/** Both one after the other, so that a ratio is one of neighbours. */
async function measureRound({
  native,
  threads,
}: Bench): Promise<{ overhead: Overhead; region?: KernelTimes }> {
  const overhead = await runModule<Overhead>('overhead-process', [threads])
  if (native === undefined) return { overhead }
  return { overhead, region: await native.run('empty-region', [0, 20_000, threads]) }
}

function dispatchRows(overheads: readonly Overhead[], regions: readonly Latency[], bench: Bench): Row[] {
  const name = `dispatch/empty/${bench.threads}T`
  const awake = median(overheads.map((overhead) => overhead.awake.p50))
  const rows = [
    createRow(`${name}/awake/p50`, awake, 'µs', { max: 0.3 }),
    createRow(`${name}/awake/p99`, median(overheads.map((overhead) => overhead.awake.p99)), 'µs'),
    createRow(`${name}/asleep/p50`, median(overheads.map((overhead) => overhead.asleep.p50)), 'µs', {
      max: 15,
    }),
    createRow(`${name}/asleep/p99`, median(overheads.map((overhead) => overhead.asleep.p99)), 'µs'),
  ]
  if (regions.length === 0) {
    bench.skip(`${name}/awake/of-libgomp, libgomp/*`, 'no C compiler')
    return rows
  }
  const ratios = overheads.map((overhead, round) => overhead.awake.p50 / regions[round]!.p50)
  return [
    ...rows,
    createRow(`${name}/awake/of-libgomp`, median(ratios), '×', { max: 1 }),
    createRow(`libgomp/empty/${bench.threads}T/awake/p50`, median(regions.map(({ p50 }) => p50)), 'µs'),
    createRow(`libgomp/empty/${bench.threads}T/awake/p99`, median(regions.map(({ p99 }) => p99)), 'µs'),
  ]
}

async function sleepingRegionRows({ native, threads }: Bench): Promise<Row[]> {
  if (native === undefined) return []
  const latency = regionLatency(await native.run('empty-region', [sleepGapUs, 200, threads]))
  return [
    createRow(`libgomp/empty/${threads}T/gap-${sleepGapUs}us/p50`, latency.p50, 'µs'),
    createRow(`libgomp/empty/${threads}T/gap-${sleepGapUs}us/p99`, latency.p99, 'µs'),
  ]
}

function otherRows(overheads: readonly Overhead[], { threads }: Bench): Row[] {
  const typical = (pick: (overhead: Overhead) => number) => median(overheads.map(pick))
  const rows = [
    createRow(
      `dispatch/time-limited/${threads}T/awake/p50`,
      typical(({ limitedAwake }) => limitedAwake.p50),
      'µs',
    ),
    createRow(
      `dispatch/time-limited/${threads}T/asleep/p50`,
      typical(({ limitedAsleep }) => limitedAsleep.p50),
      'µs',
    ),
    createRow(
      'per-iteration/nstream/1T/above-loop',
      typical(({ perIterationNs }) => perIterationNs),
      'ns',
      { max: 1.5 },
    ),
  ]
  if (threads < 2) return rows
  return [
    createRow(
      `dispatch/hand-over/${threads}T/awake/p50`,
      typical(({ handOverAwake }) => handOverAwake.p50),
      'µs',
    ),
    createRow(
      `dispatch/hand-over/${threads}T/awake/p99`,
      typical(({ handOverAwake }) => handOverAwake.p99),
      'µs',
    ),
    createRow(
      `dispatch/hand-over/${threads}T/asleep/p50`,
      typical(({ handOverAsleep }) => handOverAsleep.p50),
      'µs',
    ),
    createRow(
      `dispatch/hand-over/${threads}T/nobody-came`,
      typical(({ handOversAlone }) => handOversAlone),
      'of 1100',
    ),
    ...rows,
  ]
}

function regionLatency({ times }: KernelTimes): Latency {
  return latencyOf(times.map((seconds) => seconds * 1e6))
}
