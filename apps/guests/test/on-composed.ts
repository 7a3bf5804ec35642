import { compile } from '@weft/component'
import { type CompositionGraph, compose, linkGraph } from '@weft/component/compose'
import { test } from 'vitest'
import { jco } from './on-jco.js'
import { weft } from './on-weft.js'
import type { GuestExports, HostImports, Runtime } from './runtime.js'

/** A way to run a composition. */
export interface Way extends Omit<Runtime, 'instantiate'> {
  instantiate(graph: CompositionGraph, imports?: HostImports): Promise<GuestExports>
}

const linked: Way = {
  ...weft,
  name: 'linked on weft',
  async instantiate(graph, imports = {}) {
    const { exports } = await linkGraph(graph).instantiate(imports)
    return exports as GuestExports
  },
}

const written = (runtime: Runtime): Way => ({
  ...runtime,
  name: `written, on ${runtime.name}`,
  instantiate: (graph, imports) => runtime.instantiate(compose(graph), imports),
})

const onJco = written(jco)

/** A test in process, and of the binary on Weft and on jco. Where jco has a fault, that is the reason why it is skipped there. */
export function onEachWay(name: string, run: (way: Way) => Promise<void>, jcoFault?: string): void {
  for (const way of [linked, written(weft)]) test(`${name}, ${way.name}`, () => run(way))
  if (jcoFault === undefined) test(`${name}, ${onJco.name}`, () => run(onJco))
  else test.skip(`${name}, ${onJco.name} (${jcoFault})`, () => {})
}

/** A component's name and itself, as graphs take them. */
export async function named(name: string, wasm: Uint8Array | Promise<Uint8Array>) {
  return { name, component: await compile(wasm) }
}
