import { parse } from '@bytecodealliance/jco-transpile/wasm-tools'
import { type CompileOptions, type Component, compile } from '../../src/index.js'

/** The binary of a component or core module in text form. */
export async function bytesOf(text: string): Promise<Uint8Array<ArrayBuffer>> {
  return Uint8Array.from(await parse(text))
}

export async function compileText(text: string, options?: CompileOptions): Promise<Component> {
  return compile(await bytesOf(text), options)
}
