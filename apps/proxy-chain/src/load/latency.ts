import { Agent } from 'node:http'
import { createHistogram } from 'node:perf_hooks'
import { drain, get } from './get.js'

export interface Latency {
  /** In microseconds. */
  readonly p50: number
  readonly p99: number
}

/** Requests one after the other over one connection. */
export async function measureLatency(url: string, requests: number): Promise<Latency> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const histogram = createHistogram({ figures: 4 })
  try {
    for (let index = 0; index < requests; index++) {
      const start = process.hrtime.bigint()
      await drain(await get(url, agent))
      histogram.record(process.hrtime.bigint() - start)
    }
  } finally {
    agent.destroy()
  }
  return { p50: histogram.percentile(50) / 1000, p99: histogram.percentile(99) / 1000 }
}
