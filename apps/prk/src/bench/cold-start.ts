import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRow, median } from '@weft/benchmark-report'
import type { Family } from './bench.js'
import { interleave } from './interleave.js'
import { modulePath } from './run-process.js'

/** From the start of a process to its first result, above the start of a process that does nothing. */
export const coldStart: Family = {
  name: 'cold-start',
  async measure(bench) {
    bench.progress('cold start')
    const { first, empty } = await interleave(
      bench.rounds * 3,
      {
        first: () => answerMs('first-result'),
        empty: () => answerMs('empty-start'),
      },
      bench.patience,
    )
    const differences = first.map((timeMs, round) => timeMs - empty[round]!)
    return [
      createRow('cold-start/first-result/above-empty-node', median(differences), 'ms', { max: 40 }),
      createRow('cold-start/empty-node', median(empty), 'ms'),
    ]
  },
}

/** Milliseconds until a process has printed something. */
async function answerMs(module: string): Promise<number> {
  const start = performance.now()
  const child = spawn(process.execPath, [modulePath(module)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  await once(child.stdout, 'data')
  const elapsed = performance.now() - start
  await ended
  return elapsed
}
