import { WeftError } from '@weft/core'
import { leastDisturbed, type Sample, takeSample } from './sample.js'

/** Something that can be done any number of times in a row. */
export interface Contender {
  /** What one time counts for: a number of calls, of bytes. 1 if it is missing. */
  readonly amount?: number
  run(times: number): unknown
  /** Throws if the result of `run` is wrong. Takes no part in what is measured. */
  check?(result: unknown, times: number): void
}

/** How much a second, in each round; or why it cannot be done. */
export type Measured = { readonly rates: readonly number[] } | { readonly failure: string }

export interface Effort {
  readonly rounds: number
  /** How long one sample of one contender takes, about. */
  readonly sampleMs: number
  /** How often a sample is taken at most, if other programs disturb it. */
  readonly attempts: number
}

/** However short a sample may be. */
const leastTimes = 4

/** Refuses a wrong result of a guest. */
export function expectResult(actual: unknown, expected: unknown): void {
  if (actual !== expected) {
    throw new WeftError('wrong-result', `the guest gave ${String(actual)}, expected ${String(expected)}`)
  }
}

/**
 * Finds out for each contender how much work makes a sample, then runs all of them once a round, every second round in
 * the opposite order, so that whatever disturbs the machine for a while disturbs all of them.
 */
export async function measureRates<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
  { rounds, sampleMs, attempts }: Effort,
): Promise<Record<Name, Measured>> {
  const names = Object.keys(contenders) as Name[]
  const results = {} as Record<Name, Measured>
  const ready = new Map<Name, { readonly times: number; readonly rates: number[] }>()
  for (const name of names) {
    try {
      const sample = { times: await timesFor(contenders[name], sampleMs), rates: [] }
      ready.set(name, sample)
      results[name] = sample
    } catch (error) {
      results[name] = { failure: messageOf(error) }
    }
  }
  for (let round = 0; round < rounds; round++) {
    const order = [...ready]
    for (const [name, { times, rates }] of round % 2 === 0 ? order : order.reverse()) {
      const { amount = 1 } = contenders[name]
      const elapsed = await leastDisturbed(attempts, () => elapsedOf(contenders[name], times))
      rates.push((amount * times * 1000) / elapsed)
    }
  }
  return results
}

/** Doubles the work until it takes long enough, which warms up as well. */
async function timesFor(contender: Contender, sampleMs: number): Promise<number> {
  for (let times = leastTimes; ; times *= 2) {
    const elapsed = (await elapsedOf(contender, times)).elapsedMs
    if (elapsed >= sampleMs) return times
  }
}

async function elapsedOf(contender: Contender, times: number): Promise<Sample> {
  const { result, ...sample } = await takeSample(() => contender.run(times))
  contender.check?.(result, times)
  return sample
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
