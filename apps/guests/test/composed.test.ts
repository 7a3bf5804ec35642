import { setTimeout } from 'node:timers/promises'
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools'
import { type CompositionGraph, chainGraph, plugGraph } from '@weft/component/compose'
import { expect } from 'vitest'
import { middleware, shortener, shortenTwice, web } from '../../../packages/component/test/compose/pieces.js'
import { chunksOf } from './bytes.js'
import { exampleNamed } from './example-named.js'
import { answerTo, headersOf, httpImports, serviceOf, textOf } from './http.js'
import { jcoFaults } from './jco-faults.js'
import { named, onEachWay, type Way } from './on-composed.js'
import { callerAndCallee } from './pair.js'
import type { GuestFunction } from './runtime.js'

const [caller, callee] = await callerAndCallee()
const pair = plugGraph(caller, [callee])

async function functionsOf(way: Way): Promise<Record<string, GuestFunction>> {
  const exports = await way.instantiate(pair, { later: () => setTimeout(2) })
  return exports as Record<string, GuestFunction>
}

onEachWay('bytes go through another component twice', async (way) => {
  const { bytes } = await functionsOf(way)
  const output = await bytes!(way.streamOf(chunksOf('abc', 'def')))
  expect(new TextDecoder().decode(await way.bytesOf(output))).toBe('cdefgh')
})

onEachWay(
  'a text that is there later is answered later',
  async (way) => {
    const { greeting } = await functionsOf(way)
    expect(await greeting!('wörld')).toBe('Hello, wörld')
  },
  jcoFaults.utf16Results,
)

onEachWay('a number that is there later is answered later', async (way) => {
  const { doubled } = await functionsOf(way)
  expect(await doubled!(21)).toBe(42)
})

onEachWay(
  'streams go by a stream',
  async (way) => {
    const { joined } = await functionsOf(way)
    expect(await joined!(10)).toBe(285)
  },
  jcoFaults.streamsOfStreams,
)

onEachWay('a call is cancelled', async (way) => {
  const { cancels } = await functionsOf(way)
  expect(await cancels!()).toBe(1)
})

onEachWay(
  'calls wait outside while the callee holds them back',
  async (way) => {
    const { crowd } = await functionsOf(way)
    expect(await crowd!(10)).toBe(1)
  },
  jcoFaults.backpressure,
)

onEachWay(
  'three middlewares share the types of their requests',
  async (way) => {
    const proxy = await named('', exampleNamed('upper-proxy'))
    const names = ['first', 'second', 'third']
    await expectThreeProxies(way, chainGraph(names.map((name) => ({ ...proxy, name }))))
  },
  jcoFaults.utf16BetweenComponents,
)

onEachWay(
  'middlewares may be of different versions',
  async (way) => {
    const wasm = await exampleNamed('upper-proxy')
    const proxy = await named('first', wasm)
    const newer = await named('second', withVersion(wasm, '0.3.1'))
    await expectThreeProxies(way, chainGraph([proxy, newer, { ...proxy, name: 'third' }]))
  },
  jcoFaults.utf16BetweenComponents,
)

onEachWay('middlewares without texts share resources and values of the host', async (way) => {
  const texts = [middleware('0.3.0', 'length'), middleware('0.3.1', 'weight'), middleware('0.3.0', 'length')]
  const parts = texts.map(async (text, index) => named(`part ${index}`, parse(text)))
  const seen: string[] = []
  const { Request, ...imports } = web(seen)
  const exports = await way.instantiate(chainGraph(await Promise.all(parts)), imports)
  const { handle } = exports['test:web/handler@0.3.0'] as Record<string, GuestFunction>
  expect(await handle!(new (Request as new () => object)())).toBe(5 + 5 + 100 + 5)
  expect(seen).toEqual(['length', 'weight', 'length'])
})

onEachWay('texts of UTF-8 go from one component to the other and back', async (way) => {
  const plug = await named('shortener', parse(shortener))
  const graph = plugGraph(await named('twice', parse(shortenTwice)), [plug])
  const { run } = (await way.instantiate(graph)) as Record<string, GuestFunction>
  expect(await run!('wörld')).toBe('wör')
})

async function expectThreeProxies(way: Way, graph: CompositionGraph): Promise<void> {
  const service = serviceOf(['content-type', 'text/plain'], 'Hello, ', 'wörld!')
  const response = await answerTo(
    await way.instantiate(
      graph,
      httpImports(() => service),
    ),
  )
  expect(response.getStatusCode()).toBe(203)
  const via = response
    .getHeaders()
    .copyAll()
    .filter(([name]) => name === 'via')
  expect(via).toHaveLength(3)
  expect(headersOf(response)).toEqual({ 'content-type': 'text/plain', via: '1.1 upper-proxy' })
  expect(await textOf(response)).toBe('HELLO, WöRLD!')
}

/** The same component, of which all interfaces have another version of the same length. */
function withVersion(wasm: Uint8Array, version: string): Uint8Array {
  const changed = Buffer.from(wasm)
  for (let at = changed.indexOf('@0.3.0'); at >= 0; at = changed.indexOf('@0.3.0', at))
    changed.write(version, at + 1)
  return changed
}
