import { componentEmbed, componentNew } from '@bytecodealliance/jco-transpile/wasm-tools'
import { type Component, compile } from '../../src/index.js'

/** A component with the imports and exports of a world, whose functions do nothing. */
export async function componentOfWorld(witSource: string, world: string): Promise<Component> {
  const module = await componentEmbed({ witSource, world, dummy: true })
  return compile(Uint8Array.from(await componentNew(module)))
}
