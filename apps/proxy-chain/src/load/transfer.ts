import { Agent } from 'node:http'
import { WeftError } from '@weft/core'
import type { Started } from '../process/start-process.js'
import { drain, get } from './get.js'

export interface Transfer {
  readonly megabytesPerSecond: number
  /** What the proxy's process grew by at most. */
  readonly growthMiB: number
}

const lookEveryMs = 50

/** Reads a long body through a proxy. Throws `WeftError` (`wrong-result`) if it is not whole. */
export async function measureTransfer(proxy: Started, bytes: number): Promise<Transfer> {
  const agent = new Agent()
  const idle = (await proxy.snapshot()).residentBytes
  let peak = idle
  let looking: Promise<void> | undefined
  const timer = setInterval(() => {
    looking ??= proxy.snapshot().then(({ residentBytes }) => {
      peak = Math.max(peak, residentBytes)
      looking = undefined
    })
  }, lookEveryMs)
  const start = performance.now()
  const received = await drain(await get(`${proxy.url}bytes/${bytes}`, agent)).finally(() =>
    clearInterval(timer),
  )
  const elapsedMs = performance.now() - start
  await looking
  agent.destroy()
  if (received !== bytes) throw new WeftError('wrong-result', `${received} of ${bytes} bytes came`)
  return { megabytesPerSecond: bytes / 1000 / elapsedMs, growthMiB: (peak - idle) / 2 ** 20 }
}
