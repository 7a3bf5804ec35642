import { median } from '@weft/benchmark-report'
import type { Shape } from '../chains.js'
import { measureLatency } from '../load/latency.js'
import { measureRate } from '../load/rate.js'
import { type Started, startProxy } from '../process/start-process.js'
import type { Effort } from './effort.js'

const runtimes = ['weft', 'plain'] as const
type Runtime = (typeof runtimes)[number]

/** What was measured of one proxy, by round. */
export interface Rounds {
  readonly rate: number[]
  /** Microseconds of processor time for one request, at the rate. */
  readonly processor: number[]
  /** Microseconds, of each slice of each round. */
  readonly p50: number[]
  readonly p99: number[]
}

export type Measured<Name extends string> = Readonly<Record<Name, Readonly<Record<Runtime, Rounds>>>>

/**
 * Latencies are measured in short slices that take turns: what one middleware adds is a tenth of what the machine's pace
 * changes by in the minute that a whole round takes.
 */
const slices = 20

interface Contender {
  readonly label: string
  readonly proxy: Started
  readonly rounds: Rounds
}

/**
 * Serves every shape in components and in plain JavaScript, each in a process of its own, and measures them in turns, every
 * second round in the opposite order, so that whatever disturbs the machine disturbs all of them.
 */
export async function measureProxies<Name extends string>(
  shapes: Readonly<Record<Name, Shape>>,
  upstream: string,
  effort: Effort,
): Promise<Measured<Name>> {
  await using stack = new AsyncDisposableStack()
  const contenders: Contender[] = []
  const measured = {} as Record<Name, Record<Runtime, Rounds>>
  for (const [name, shape] of Object.entries(shapes) as [Name, Shape][]) {
    measured[name] = {} as Record<Runtime, Rounds>
    for (const runtime of runtimes) {
      effort.progress(`starting ${name} ${runtime}`)
      const proxy = stack.use(await startProxy({ ...shape, runtime, upstream }))
      const rounds: Rounds = { rate: [], processor: [], p50: [], p99: [] }
      measured[name][runtime] = rounds
      contenders.push({ label: `${name} ${runtime}`, proxy, rounds })
      await measureRate(proxy.url, effort.warmUp)
    }
  }
  for (let round = 0; round < effort.rounds; round++) {
    for (const contender of inTurns(contenders, round)) await measureOneRate(contender, effort)
    for (let slice = 0; slice < slices; slice++)
      for (const contender of inTurns(contenders, slice)) await measureOneLatency(contender, effort)
  }
  return measured
}

/** Every second time in the opposite order. */
function inTurns(contenders: readonly Contender[], time: number): readonly Contender[] {
  return time % 2 === 0 ? contenders : contenders.toReversed()
}

async function measureOneRate({ label, proxy, rounds }: Contender, effort: Effort): Promise<void> {
  effort.progress(label)
  const before = (await proxy.snapshot()).processorMicros
  rounds.rate.push(await measureRate(proxy.url, effort.requests))
  rounds.processor.push(((await proxy.snapshot()).processorMicros - before) / effort.requests)
}

async function measureOneLatency({ label, proxy, rounds }: Contender, effort: Effort): Promise<void> {
  effort.progress(`latency of ${label}`)
  const { p50, p99 } = await measureLatency(proxy.url, Math.ceil(effort.requests / 2 / slices))
  rounds.p50.push(p50)
  rounds.p99.push(p99)
}

/** The median of what two proxies give together in each round. */
export function medianOf(
  left: readonly number[],
  right: readonly number[],
  of: (l: number, r: number) => number,
): number {
  return median(left.map((value, round) => of(value, right[round]!)))
}
