import type { Node, PlainNode } from './node.js'

/** Visits every plain instruction, in the order of the text. */
export function forEachPlain(nodes: readonly Node[], visit: (node: PlainNode) => void): void {
  for (const node of nodes) {
    if (node.kind === 'plain') {
      visit(node)
      continue
    }
    forEachPlain(node.body, visit)
    if (node.kind === 'if') forEachPlain(node.otherwise, visit)
  }
}
