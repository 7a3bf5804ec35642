import { parse } from '@bytecodealliance/jco-transpile/wasm-tools'
import { type Component, compile } from '../../src/index.js'

/** Compiles a component's text. */
export async function loadText(text: string): Promise<Component> {
  return compile(await parse(text))
}
