import { componentWit } from '@bytecodealliance/jco-transpile/wasm-tools'
import { type CompositionGraph, compose, linkGraph } from '../../src/compose.js'
import { type Component, compile } from '../../src/index.js'
import { validateComponent } from '../../src/validate.js'
import { compileText } from '../support/parse.js'

/** A composition in process, and as a binary that our validator and wasm-tools find valid. */
export interface BothWays {
  readonly linked: Component
  readonly written: Component
  /** The world of the binary, in WIT; empty where WIT has no words for it. */
  readonly wit: string
}

export async function bothWays(graph: CompositionGraph): Promise<BothWays> {
  const bytes = compose(graph)
  const wit = await worldOf(bytes)
  return { linked: linkGraph(graph), written: await compile(bytes, { validate: validateComponent }), wit }
}

/** Rejects for a component that is not valid. */
async function worldOf(bytes: Uint8Array): Promise<string> {
  try {
    const wit = await componentWit(bytes)
    return /^world root \{.*?^\}$/ms.exec(wit)![0]
  } catch (error) {
    // Looked for once the component is valid: worlds export no types.
    if (/component export `\w+` was not a function or instance/.test(String(error))) return ''
    throw error
  }
}

/** Components of texts, by their names. */
export async function compileAll<Name extends string>(
  texts: Readonly<Record<Name, string>>,
): Promise<Record<Name, Component>> {
  const compiled = Object.entries<string>(texts).map(async ([name, text]) => [name, await compileText(text)])
  return Object.fromEntries(await Promise.all(compiled))
}
