import type { Node, PlainNode } from './node.js'

/** Visits every plain instruction, in the order of the text. */
export function forEachPlain(nodes: readonly Node[], visit: (node: PlainNode) => void): void {
  forEachNode(nodes, (node) => {
    if (node.kind === 'plain') visit(node)
  })
}

/** Visits every instruction, in the order of the text, with its depth of nesting. */
export function forEachNode(
  nodes: readonly Node[],
  visit: (node: Node, depth: number) => void,
  depth = 0,
): void {
  for (const node of nodes) {
    visit(node, depth)
    if (node.kind === 'plain') continue
    forEachNode(node.body, visit, depth + 1)
    if (node.kind === 'if') forEachNode(node.otherwise, visit, depth + 1)
  }
}
