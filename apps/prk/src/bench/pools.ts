import { createRow, median, type Row } from '@weft/benchmark-report'
import type { Family } from './bench.js'
import { interleave } from './interleave.js'
import type { PoolLatencies } from './pools-process.js'
import { runModule } from './run-process.js'

/** An empty parallel for against an empty task of piscina and of workerpool. */
export const pools: Family = {
  name: 'pools',
  async measure(bench) {
    bench.progress('piscina and workerpool')
    const { processes } = await interleave(
      Math.min(bench.rounds, 3),
      {
        processes: () => runModule<PoolLatencies>('pools-process', [bench.threads]),
      },
      bench.patience,
    )
    return (['piscina', 'workerpool'] as const).flatMap((name) => poolRows(name, processes, bench.threads))
  },
}

function poolRows(
  name: 'piscina' | 'workerpool',
  processes: readonly PoolLatencies[],
  threads: number,
): Row[] {
  const typical = (pick: (latencies: PoolLatencies) => number) => median(processes.map(pick))
  const rows = [
    createRow(
      `pools/${name}/empty-task/p50`,
      typical((latencies) => latencies[name]),
      'µs',
    ),
    createRow(
      `pools/${name}/of-dispatch`,
      typical((latencies) => latencies[name] / latencies.dispatch),
      '×',
      { min: 50 },
    ),
  ]
  if (threads < 2) return rows
  return [
    ...rows,
    createRow(
      `pools/${name}/of-hand-over`,
      typical((latencies) => latencies[name] / latencies.handOver),
      '×',
    ),
  ]
}
