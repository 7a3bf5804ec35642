import { watchOthers } from './disturbance.js'

/** What one of several compared things gave, round by round. */
export type Rounds<Name extends string, T> = Readonly<Record<Name, readonly T[]>>

/** How much time may go into repeating samples that other programs disturbed, and how often that was needed. */
export interface Patience {
  leftMs: number
  samples: number
  /** Samples that had to be taken although they were disturbed. */
  disturbed: number
}

/** A sample is disturbed if others take more of a processor than this. Short samples cannot be judged more finely. */
const toleratedShare = 0.15
const maximumAttempts = 4

/**
 * Runs every contender once a round, so that whatever disturbs the machine for a while disturbs all of them. Every
 * second round runs them in the opposite order. A disturbed sample is taken again while there is patience.
 */
export async function interleave<Name extends string, T>(
  rounds: number,
  contenders: Readonly<Record<Name, () => Promise<T>>>,
  patience: Patience,
): Promise<Rounds<Name, T>> {
  const names = Object.keys(contenders) as Name[]
  const results = Object.fromEntries(names.map((name) => [name, [] as T[]])) as Record<Name, T[]>
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      results[name].push(await leastDisturbed(contenders[name], patience))
    }
  }
  return results
}

async function leastDisturbed<T>(contender: () => Promise<T>, patience: Patience): Promise<T> {
  let best: { share: number; result: T } | undefined
  for (let attempt = 0; attempt < maximumAttempts; attempt++) {
    const start = performance.now()
    const shareOfOthers = watchOthers()
    const result = await contender()
    const share = shareOfOthers()
    if (best === undefined || share < best.share) best = { share, result }
    if (attempt > 0) patience.leftMs -= performance.now() - start
    if (best.share <= toleratedShare || patience.leftMs <= 0) break
  }
  patience.samples++
  if (best!.share > toleratedShare) patience.disturbed++
  return best!.result
}
