import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { Snapshot } from '../process/messages.js'
import type { Started } from '../process/start-process.js'
import { drain } from './get.js'

export interface Crowd {
  /** Requests that were cut off on purpose. */
  readonly cut: number
  /** Requests that were not, and did not get their response as a whole. */
  readonly lost: number
  /** Requests, tasks and sockets that the proxy has more of than before. */
  readonly leaks: number
}

const bodyBytes = 50_000
const cutShare = 0.05
const settleMs = 30_000

/** Many requests over many connections, some of which are cut off at random, before or in the middle of the response. */
export async function crowd(proxy: Started, requests: number, connections: number): Promise<Crowd> {
  const before = await proxy.snapshot()
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  let next = 0
  let cut = 0
  let lost = 0
  const client = async () => {
    while (next++ < requests) {
      const isCut = Math.random() < cutShare
      if (isCut) cut++
      const whole = await ask(`${proxy.url}bytes/${bodyBytes}`, agent, isCut)
      if (!whole && !isCut) lost++
    }
  }
  await Promise.all(Array.from({ length: connections }, client))
  agent.destroy()
  return { cut, lost, leaks: await leaksSince(before, proxy) }
}

/** True if the response came as a whole. */
async function ask(url: string, agent: Agent, isCut: boolean): Promise<boolean> {
  const out = request(url, { agent }).end()
  if (isCut) setTimeout(() => out.destroy(), Math.random() * 20)
  try {
    const message = await responseOf(out)
    if (isCut) message.once('data', () => Math.random() < 0.5 && out.destroy())
    return (await drain(message)) === bodyBytes && message.statusCode === 200
  } catch {
    return false
  }
}

function responseOf(out: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    out.on('response', resolve)
    out.on('error', reject)
  })
}

/** Connections that are kept for later close after a while; that is waited for. */
async function leaksSince(before: Snapshot, proxy: Started): Promise<number> {
  const deadline = performance.now() + settleMs
  for (;;) {
    const now = await proxy.snapshot()
    const leaks = (['requests', 'tasks', 'sockets'] as const).reduce(
      (sum, name) => sum + Math.max(0, now[name] - before[name]),
      0,
    )
    if (leaks === 0 || performance.now() > deadline) return leaks
    await wait(200)
  }
}
