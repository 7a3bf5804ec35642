// A process that compares an empty parallel for with an empty task of two worker pools. Argument: threads.
import { Piscina } from 'piscina'
import { pool as createWorkerpool } from 'workerpool'
import { cpu } from '../devices.js'
import { percentile } from '../percentile.js'
import { openOverheadGuest } from './overhead-guest.js'
import { modulePath } from './run-process.js'
import { sampleCalls, sampleTasks } from './sampling.js'

/** Medians in microseconds. */
export interface PoolLatencies {
  readonly dispatch: number
  /** A call that needs a second thread. NaN where there is one only. */
  readonly handOver: number
  readonly piscina: number
  readonly workerpool: number
}

const blocks = 5

async function comparePools(threads: number): Promise<PoolLatencies> {
  await using parallel = await cpu(threads).open()
  const guest = await openOverheadGuest(parallel)
  const piscina = new Piscina({
    filename: modulePath('piscina-task'),
    minThreads: threads,
    maxThreads: threads,
  })
  const workerpool = createWorkerpool(modulePath('workerpool-task'), {
    workerType: 'thread',
    minWorkers: threads,
    maxWorkers: threads,
  })
  const samples: Record<keyof PoolLatencies, number[]> = {
    dispatch: [],
    handOver: [],
    piscina: [],
    workerpool: [],
  }
  for (let block = 0; block <= blocks; block++) {
    const work = sampleCalls(200, 0, guest.workAlone).p50
    const handOver = sampleCalls(threads > 1 ? 200 : 0, 0, guest.handOver).p50
    const latencies = {
      dispatch: sampleCalls(50_000, 0, () => guest.dispatch(threads)).p50,
      handOver: handOver - work,
      piscina: (await sampleTasks(200, () => piscina.run(undefined, { name: 'emptyTask' }))).p50,
      workerpool: (await sampleTasks(200, async () => workerpool.exec('emptyTask', []))).p50,
    }
    // The first block warms everything up.
    if (block > 0)
      for (const name of Object.keys(latencies) as (keyof PoolLatencies)[])
        samples[name].push(latencies[name])
  }
  await piscina.close()
  await workerpool.terminate()
  const typical = (name: keyof PoolLatencies) => percentile(samples[name], 0.5)
  return {
    dispatch: typical('dispatch'),
    handOver: typical('handOver'),
    piscina: typical('piscina'),
    workerpool: typical('workerpool'),
  }
}

console.log(JSON.stringify(await comparePools(Number(process.argv[2]))))
