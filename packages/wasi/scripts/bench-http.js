/**
 * What serving costs: requests per second of a hello world in a component against Node alone, calls of `fields`, and
 * 10,000 requests at 100 connections of which 5 % are cut off. `--json` prints one object; `--quick` does a tenth,
 * `--only=cut-off` (or `hello`, `fields`) a part.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
import { cpus } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { buildComponent } from '@weft/assemblyscript'
import { compile } from '@weft/component'
import { Fields } from '@weft/wasi/http'
import { serve } from '@weft/wasi/node'

const sources = fileURLToPath(new URL('../test/assembly/http', import.meta.url))
const scale = process.argv.includes('--quick') ? 0.1 : 1
const cutOff = 20
const paths = ['hello', 'copy', 'echo', 'trailers', 'exact', 'early']

if (process.argv[2] === 'client') await runClient(JSON.parse(process.argv[3]))
else await run()

async function run() {
  const component = await buildService()
  const parts = { hello: throughput, fields: callCosts, 'cut-off': endurance }
  const rows = []
  for (const [name, part] of Object.entries(parts))
    if (process.argv.every((word) => !word.startsWith('--only=')) || process.argv.includes(`--only=${name}`))
      rows.push(...(await part(component)))
  for (const row of rows) row.met = (row.max ?? row.value) >= row.value && (row.min ?? row.value) <= row.value
  const environment = { node: process.version, cpu: cpus()[0].model, cores: cpus().length }
  if (process.argv.includes('--json')) console.log(JSON.stringify({ environment, rows }))
  else
    for (const { name, value, unit } of rows)
      console.log(name.padEnd(40), value.toFixed(2).padStart(12), unit)
}

async function buildService() {
  const wit = path.join(sources, 'wit')
  const entry = path.join(sources, 'service.ts')
  const { wasm } = await buildComponent({ entry, wit, world: 'service', optimize: 'speed' })
  return compile(wasm)
}

function startService(component) {
  const waitFor = (nanoseconds) => sleep(Number(nanoseconds) / 1e6)
  const imports = { 'wasi:clocks/monotonic-clock': { waitFor } }
  return serve(component, { imports, onError: (error) => console.error(String(error)) })
}

/** Interleaved rounds, medians; the client is another process. */
async function throughput(component) {
  const server = await startService(component)
  const plain = http.createServer((_message, out) => {
    out.writeHead(200, { 'content-type': 'text/plain' }).end('Hello, world!\n')
  })
  await once(plain.listen(0, '127.0.0.1'), 'listening')
  const urls = { weft: `${server.url}hello`, node: `http://127.0.0.1:${plain.address().port}/` }
  const results = { weft: { many: [], one: [], cpu: [] }, node: { many: [], one: [], cpu: [] } }
  for (let round = 0; round < 6; round++) {
    for (const [name, url] of Object.entries(urls)) {
      const before = process.cpuUsage()
      const many = await client({ url, connections: 50, requests: 10_000 * scale })
      const used = process.cpuUsage(before)
      const one = await client({ url, connections: 1, requests: 3000 * scale })
      // The first round warms up.
      if (round === 0) continue
      results[name].many.push(many.perSecond)
      results[name].one.push(1e6 / one.perSecond)
      results[name].cpu.push((used.user + used.system) / (10_000 * scale))
    }
  }
  await server.close()
  plain.close()
  const rows = []
  for (const [name, { many, one, cpu }] of Object.entries(results)) {
    rows.push({ name: `hello/50-connections/${name}`, value: median(many), unit: 'requests/s' })
    rows.push({ name: `hello/1-connection/${name}`, value: median(one), unit: 'us' })
    rows.push({ name: `hello/cpu/${name}`, value: median(cpu), unit: 'us/request' })
  }
  const share = (median(results.weft.many) / median(results.node.many)) * 100
  return [...rows, { name: 'hello/50-connections/of-node', value: share, unit: '%' }]
}

function callCosts() {
  const value = new TextEncoder().encode('text/html; charset=utf-8')
  const raw = [
    'host',
    'x',
    'user-agent',
    'a',
    'accept',
    'b',
    'accept-encoding',
    'c',
    'cookie',
    'd',
    'x-a',
    'e',
  ]
  const fields = Fields.fromRaw([...raw, 'x-b', 'f', 'x-c', 'g', 'x-d', 'h', 'x-e', 'i'])
  const calls = {
    has: () => fields.has('x-d'),
    get: () => fields.get('x-d'),
    clone: () => fields.clone(),
    'clone-and-append': () => fields.clone().append('x-more', value),
    'copy-all': () => fields.copyAll(),
    'from-raw': () => Fields.fromRaw(raw),
    'to-raw': () => fields.toRaw(),
  }
  return Object.entries(calls).map(([name, call]) => ({
    name: `fields/${name}`,
    value: median(Array.from({ length: 7 }, () => nanoseconds(call))),
    unit: 'ns',
  }))
}

/** Of the processor: other programs do not count. */
function nanoseconds(call) {
  const count = 200_000 * scale
  const before = process.cpuUsage()
  for (let index = 0; index < count; index++) call()
  const { user, system } = process.cpuUsage(before)
  return ((user + system) * 1000) / count
}

/** Nothing is lost, and everything returns to where it was. */
async function endurance(component) {
  const server = await startService(component)
  const first = await client({ url: `${server.url}hello`, connections: 100, requests: 1000 })
  await until(() => server.tasks === 0)
  const before = counts()
  const requests = 10_000 * scale
  const answer = await client({ url: server.url, connections: 100, requests, mixed: true })
  await until(() => server.tasks === 0 && server.requests === 0)
  await sleep(100)
  const after = counts()
  const lost = requests - requests / cutOff - answer.whole
  const left = { tasks: server.tasks, requests: server.requests, sockets: after.sockets - before.sockets }
  const { instances } = server
  await server.close()
  return [
    { name: 'cut-off/requests', value: requests, unit: 'requests', min: 1000 },
    { name: 'cut-off/lost', value: lost + (first.whole === 1000 ? 0 : 1), unit: 'responses', max: 0 },
    { name: 'cut-off/per-second', value: answer.perSecond, unit: 'requests/s' },
    { name: 'cut-off/instances', value: instances, unit: 'instances' },
    ...Object.entries(left).map(([name, value]) => ({
      name: `cut-off/left/${name}`,
      value,
      unit: name,
      max: 0,
    })),
    { name: 'cut-off/left/heap', value: (after.heap - before.heap) / 2 ** 20, unit: 'MiB', max: 16 },
  ]
}

function counts() {
  globalThis.gc?.()
  const sockets = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length
  return { sockets, heap: process.memoryUsage().heapUsed }
}

async function until(isSo) {
  const deadline = performance.now() + 20_000
  while (!isSo() && performance.now() < deadline) await sleep(10)
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}

async function client(task) {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), 'client', JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  for await (const text of child.stdout) output += text
  return JSON.parse(output)
}

/** The other process: prints how many answers were whole, and how fast. */
async function runClient({ url, connections, requests, mixed }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections })
  let next = 0
  let whole = 0
  const start = performance.now()
  const work = async () => {
    while (next < requests) if (await ask(url, agent, next++, mixed === true)) whole++
  }
  await Promise.all(Array.from({ length: connections }, work))
  console.log(JSON.stringify({ whole, perSecond: (requests / (performance.now() - start)) * 1000 }))
  agent.destroy()
}

function ask(url, agent, index, mixed) {
  const path = paths[index % paths.length]
  const sends = mixed && (path === 'copy' || path === 'echo')
  const body = sends ? `${index} `.repeat(1 + ((index * 7919) % 5000)) : undefined
  const isCut = mixed && index % cutOff === 0
  return new Promise((resolve) => {
    const request = http.request(mixed ? url + path : url, { agent, method: sends ? 'POST' : 'GET' })
    request.on('error', () => resolve(false))
    request.on('response', (message) => {
      let text = ''
      message.on('error', () => undefined)
      message.on('data', (chunk) => {
        if (mixed) text += chunk
      })
      message.on('close', () => resolve(!isCut && message.complete && (!sends || text === body)))
    })
    request.end(body)
    if (isCut) setTimeout(() => request.destroy(), (index * 104_729) % 30)
  })
}
