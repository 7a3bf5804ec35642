import * as assemblyscript from 'assemblyscript'
import type { AwaitNode } from '../async/parse-await.js'
import { childrenOf } from '../syntax-tree.js'

/**
 * True if an author's source calls a method `wait` other than by `await`, and so may wait with frames on its stack.
 * Guests that cannot import no built-in that blocks, and a call of theirs needs no stack of its own: on Node 26 an HTTP
 * middleware then takes a quarter of the time.
 */
export function callsWait(
  sources: readonly assemblyscript.Source[],
  awaits: ReadonlySet<assemblyscript.Node>,
): boolean {
  return sources.some((source) => !source.isLibrary && findsWait(source, awaits))
}

function findsWait(node: assemblyscript.Node, awaits: ReadonlySet<assemblyscript.Node>): boolean {
  if (isWait(node) && !awaits.has(node)) return true
  for (const child of childrenOf(node)) if (findsWait(child, awaits)) return true
  return false
}

function isWait(node: assemblyscript.Node): node is AwaitNode {
  if (!(node instanceof assemblyscript.CallExpression)) return false
  const { expression } = node
  return expression instanceof assemblyscript.PropertyAccessExpression && expression.property.text === 'wait'
}
