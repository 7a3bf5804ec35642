import * as assemblyscript from 'assemblyscript'
import type { ExportStyle } from '../bindgen/glue-plan.js'
import type { WantedFunction } from '../bindgen/wanted-exports.js'
import type { Refusal } from '../kernel-declaration.js'
import { childrenOf } from '../syntax-tree.js'

/** How a function was written, or why it cannot be written so. Without any `await`, an async function is a plain one. */
export function authorStyle(
  { function: { async, result }, name, wit, returnName }: WantedFunction,
  node: assemblyscript.FunctionDeclaration,
  isAsync: boolean,
  awaits: boolean,
): { readonly style: ExportStyle; readonly returnsItself?: boolean } | Refusal {
  if (!async) {
    if (!isAsync) return { style: 'sync' }
    return { range: node.name.range, message: `${name} cannot be async, because it is not in WIT: ${wit}` }
  }
  const returnsNothing = ['void', ''].includes(node.signature.returnType.range.toString())
  const returnsItself = returnsNothing && (result !== undefined || mentions(node, returnName!))
  if (isAsync && awaits) return { style: 'async', returnsItself }
  return { style: returnsItself ? 'blocking-early' : 'blocking', returnsItself }
}

function mentions(node: assemblyscript.Node, name: string): boolean {
  if (node instanceof assemblyscript.IdentifierExpression && node.text === name) return true
  for (const child of childrenOf(node)) if (mentions(child, name)) return true
  return false
}
