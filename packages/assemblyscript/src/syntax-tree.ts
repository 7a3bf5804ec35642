import * as assemblyscript from 'assemblyscript'

/** The syntax nodes directly below a node, in the order of its fields. */
export function* childrenOf(node: assemblyscript.Node): Generator<assemblyscript.Node> {
  for (const value of Object.values(node)) yield* nodesIn(value)
}

function* nodesIn(value: unknown): Generator<assemblyscript.Node> {
  if (value instanceof assemblyscript.Node) yield value
  else if (Array.isArray(value)) for (const item of value) yield* nodesIn(item)
}
