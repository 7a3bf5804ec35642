import { type Node, sequence } from './tree.js'

/** Number of nodes in a tree. */
export function nodeCount(node: Node): number {
  return 1 + node.operands.reduce((sum, operand) => sum + nodeCount(operand), 0)
}

/** The node at a position, in the order of writing from the outside in. */
export function nodeAt(root: Node, position: number): Node {
  let rest = position
  let node = root
  while (rest > 0) {
    rest--
    const [operand, before] = operandAt(node, rest)
    node = node.operands[operand]!
    rest -= before
  }
  return node
}

/** The tree with another node at a position. */
export function replaceAt(root: Node, position: number, replacement: Node): Node {
  if (position === 0) return replacement
  const [index, before] = operandAt(root, position - 1)
  const operands = root.operands.map((operand, at) =>
    at === index ? replaceAt(operand, position - 1 - before, replacement) : operand,
  )
  if (root.kind === 'sequence') return sequence(operands)
  return { ...root, operands }
}

/** Which operand holds a position among all of them, and how many nodes come before it. */
function operandAt(node: Node, position: number): [operand: number, before: number] {
  let before = 0
  for (const [index, operand] of node.operands.entries()) {
    const count = nodeCount(operand)
    if (position < before + count) return [index, before]
    before += count
  }
  throw new RangeError(`no node at ${position}`)
}
