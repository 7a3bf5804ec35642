// A process that measures what a parallel for costs beside the work. Argument: threads. Prints one line of JSON.
import { cpu } from '../devices.js'
import { percentile } from '../percentile.js'
import { type OverheadGuest, openOverheadGuest, overheadElements } from './overhead-guest.js'
import { above, type Latency, latencyOf, sampleCalls } from './sampling.js'

/** Microseconds above the bare call of an export; for hand-overs, above a call that does the same work alone. */
export interface Overhead {
  readonly awake: Latency
  readonly asleep: Latency
  readonly handOverAwake: Latency
  readonly handOverAsleep: Latency
  /** Hand-overs for which no second thread came. */
  readonly handOversAlone: number
  readonly limitedAwake: Latency
  readonly limitedAsleep: Latency
  /** Nanoseconds of an iteration with one element, above the same loop by hand. */
  readonly perIterationNs: number
}

const sleepGapUs = 1000
const generousMs = 60_000
/** The engine takes this long to compile the way from a guest to the pool for good: half the time of early calls. */
const warmUpCalls = 200_000

async function measureOverhead(threads: number): Promise<Overhead> {
  await using parallel = await cpu(threads).open()
  const guest = await openOverheadGuest(parallel)
  await using limitedParallel = await cpu(threads).open({ timeLimitMs: generousMs })
  const limited = await openOverheadGuest(limitedParallel)
  for (let call = 0; call < warmUpCalls; call++) guest.dispatch(threads)
  for (let call = 0; call < 2000; call++) limited.dispatch(threads)
  const bare = sampleCalls(20_000, 0, guest.bare)
  const dispatch = () => guest.dispatch(threads)
  const limitedDispatch = () => limited.dispatch(threads)
  return {
    awake: above(sampleCalls(20_000, 0, dispatch), bare),
    asleep: above(sampleCalls(200, sleepGapUs, dispatch), bare),
    ...handOvers(guest),
    limitedAwake: above(sampleCalls(2_000, 0, limitedDispatch), bare),
    limitedAsleep: above(sampleCalls(100, sleepGapUs, limitedDispatch), bare),
    perIterationNs: await measurePerIteration(),
  }
}

/** Two iterations that wait for each other, so that a worker must come. Those it did not come for are counted apart. */
function handOvers(guest: OverheadGuest) {
  const work = sampleCalls(1000, 0, guest.workAlone)
  let handOversAlone = 0
  const sample = (count: number, gapUs: number) => {
    const samplesUs: number[] = []
    for (let call = 0; call < count; call++) {
      let met = 1
      const { p50 } = sampleCalls(1, gapUs, () => {
        met = guest.handOver()
      })
      if (met === 1) samplesUs.push(p50)
      else handOversAlone++
    }
    return above(latencyOf(samplesUs), work)
  }
  const handOverAwake = sample(1000, 0)
  return { handOverAwake, handOverAsleep: sample(100, sleepGapUs), handOversAlone }
}

async function measurePerIteration(): Promise<number> {
  await using parallel = await cpu(1).open()
  const guest = await openOverheadGuest(parallel)
  const elements: number[] = []
  const loop: number[] = []
  for (let call = 0; call < 400; call++) {
    elements.push(sampleCalls(1, 0, guest.elements).p50)
    loop.push(sampleCalls(1, 0, guest.loop).p50)
  }
  // The first half warms the code up.
  const typical = (samples: number[]) => percentile(samples.slice(samples.length / 2), 0.5)
  return ((typical(elements) - typical(loop)) * 1000) / overheadElements
}

console.log(JSON.stringify(await measureOverhead(Number(process.argv[2]))))
