import { percentile } from '../percentile.js'

/** Microseconds that half, and 99 of 100, calls stay below. */
export interface Latency {
  readonly p50: number
  readonly p99: number
}

/** Times single calls. Between two calls the caller is busy for `gapUs` microseconds. */
export function sampleCalls(count: number, gapUs: number, call: () => void): Latency {
  const samplesUs: number[] = []
  for (let sample = 0; sample < count; sample++) {
    if (gapUs > 0) stayBusy(gapUs / 1000)
    const start = performance.now()
    call()
    samplesUs.push((performance.now() - start) * 1000)
  }
  return latencyOf(samplesUs)
}

/** The same for calls that answer with a promise. */
export async function sampleTasks(count: number, task: () => Promise<unknown>): Promise<Latency> {
  const samplesUs: number[] = []
  for (let sample = 0; sample < count; sample++) {
    const start = performance.now()
    await task()
    samplesUs.push((performance.now() - start) * 1000)
  }
  return latencyOf(samplesUs)
}

export function latencyOf(samplesUs: readonly number[]): Latency {
  return { p50: percentile(samplesUs, 0.5), p99: percentile(samplesUs, 0.99) }
}

/** What a call costs above a bare one. */
export function above(latency: Latency, bare: Latency): Latency {
  return { p50: latency.p50 - bare.p50, p99: latency.p99 - bare.p50 }
}

function stayBusy(durationMs: number): void {
  const end = performance.now() + durationMs
  while (performance.now() < end);
}
