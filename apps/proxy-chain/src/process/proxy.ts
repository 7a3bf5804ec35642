import { createNodeClient, serve } from '@weft/wasi/node'
import { compose, loadGuests } from '../chains.js'
import { composePlain } from '../plain/handlers.js'
import { servePlain } from '../plain/serve-plain.js'
import type { Answer, ProxyOrder, Snapshot } from './messages.js'

type Counts = Pick<Snapshot, 'requests' | 'tasks'>

const order = JSON.parse(process.argv[2]!) as ProxyOrder
const { url, counts } = order.runtime === 'weft' ? await startWeft() : await startPlain()
process.on('message', () => {
  const sockets = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length
  const { user, system } = process.cpuUsage()
  const used = { residentBytes: process.memoryUsage.rss(), processorMicros: user + system }
  send({ snapshot: { ...used, sockets, ...counts() } })
})
process.on('disconnect', () => process.exit())
send({ url })

async function startWeft(): Promise<{ url: string; counts: () => Counts }> {
  const client = order.end === 'network' ? createNodeClient({ upstream: order.upstream }) : undefined
  const server = await serve(compose(await loadGuests(), order), { client })
  return { url: server.url, counts: () => ({ requests: server.requests, tasks: server.tasks }) }
}

async function startPlain(): Promise<{ url: string; counts: () => Counts }> {
  const plainUrl = await servePlain(composePlain(order, order.upstream))
  return { url: plainUrl, counts: () => ({ requests: 0, tasks: 0 }) }
}

function send(answer: Answer): void {
  process.send!(answer)
}
