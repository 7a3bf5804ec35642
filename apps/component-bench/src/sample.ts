import { performance } from 'node:perf_hooks'

/** One run of something that is timed. */
export interface Sample {
  readonly elapsedMs: number
  /** The part of it in which this thread neither ran nor waited: the processor was with others. */
  readonly disturbedShare: number
}

const toleratedShare = 0.1

/** How many samples were taken, and how many although they were disturbed. */
export const sampleCounts = { taken: 0, disturbed: 0 }

/** Takes a sample that other programs disturbed again. Gives the time of the least disturbed one. */
export async function leastDisturbed(attempts: number, take: () => Promise<Sample>): Promise<number> {
  let best: Sample | undefined
  for (let attempt = 0; attempt < attempts; attempt++) {
    const sample = await take()
    if (best === undefined || sample.disturbedShare < best.disturbedShare) best = sample
    if (best.disturbedShare <= toleratedShare) break
  }
  sampleCounts.taken++
  if (best!.disturbedShare > toleratedShare) sampleCounts.disturbed++
  return best!.elapsedMs
}

export async function takeSample(run: () => unknown): Promise<Sample & { readonly result: unknown }> {
  const before = activeMs()
  const start = performance.now()
  const result = await run()
  const elapsedMs = performance.now() - start
  const active = activeMs() - before
  return { elapsedMs, disturbedShare: Math.max(0, 1 - active / elapsedMs), result }
}

/** Time that this thread ran on a processor, or had nothing to run. */
function activeMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000 + performance.eventLoopUtilization().idle
}
