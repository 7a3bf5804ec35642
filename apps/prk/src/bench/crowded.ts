import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRow, median } from '@weft/benchmark-report'
import type { Family } from './bench.js'
import type { CrowdedSpeeds } from './crowded-process.js'
import { runModule } from './run-process.js'

/** Ends by itself, should nobody be left to end it. */
const busyLoop = 'const end = Date.now() + 60000; while (Date.now() < end);'

/** The pool against one thread while two other processes keep two processors busy. */
export const crowded: Family = {
  name: 'crowded',
  async measure(bench) {
    if (bench.threads < 2) {
      bench.skip('crowded/*', 'one processor only')
      return []
    }
    bench.progress('two busy processes')
    const speeds: CrowdedSpeeds[] = []
    for (let round = 0; round < Math.min(bench.rounds, 3); round++)
      speeds.push(await amongBusyProcesses(bench.threads))
    const ratio = median(speeds.map(({ pool, serial }) => pool / serial))
    return [createRow(`crowded/nstream/32K/${bench.threads}T/of-serial`, ratio, '×', { min: 0.5 })]
  },
}

async function amongBusyProcesses(threads: number): Promise<CrowdedSpeeds> {
  const busy = [startBusyProcess(), startBusyProcess()]
  try {
    return await runModule<CrowdedSpeeds>('crowded-process', [threads])
  } finally {
    await Promise.all(busy.map(stop))
  }
}

function startBusyProcess(): ChildProcess {
  return spawn(process.execPath, ['-e', busyLoop], { stdio: 'ignore' })
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill()
  await ended
}
