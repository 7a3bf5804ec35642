import type { BlockNode, Node } from '../read/node.js'

export interface LoopExit {
  readonly node: Node
  /** Its condition means that the loop is left, not that it goes on. */
  readonly leaves: boolean
}

/**
 * The instruction by which every turn of a loop that is not its last decides to go on, so that a stopped iteration can
 * be made to leave by it: a `br_if` out of the loop that nothing precedes but plain code, or a `br_if` to its head or an
 * `if` that ends it. Undefined for a loop that decides in other ways.
 */
export function surestExit(loop: BlockNode): LoopExit | undefined {
  const leaving = firstExit(loop.body, 0)
  if (leaving !== undefined) return { node: leaving, leaves: true }
  const deciding = lastDecision(loop)
  return deciding && { node: deciding, leaves: false }
}

function firstExit(body: readonly Node[], depth: number): Node | undefined {
  for (const node of body) {
    if (node.kind === 'block') return firstExit(node.body, depth + 1)
    if (node.kind !== 'plain') return undefined
    const [target] = node.immediates
    if (node.name === 'br_if' && target?.kind === 'label') return target.index > depth ? node : undefined
    if (node.name === 'br' || node.name === 'br_table' || node.name === 'return') return undefined
  }
  return undefined
}

function lastDecision(loop: BlockNode): Node | undefined {
  const last = loop.body.at(-1)
  if (last === undefined || branchesToHead(loop.body.slice(0, -1), 0)) return undefined
  if (last.kind === 'if') return last.otherwise.length === 0 && last.results.length === 0 ? last : undefined
  const [target] = last.kind === 'plain' ? last.immediates : []
  const goesOn =
    last.kind === 'plain' && last.name === 'br_if' && target?.kind === 'label' && target.index === 0
  return goesOn && loop.results.length === 0 && loop.parameters.length === 0 ? last : undefined
}

function branchesToHead(body: readonly Node[], depth: number): boolean {
  return body.some((node) => {
    if (node.kind !== 'plain') {
      const otherwise = node.kind === 'if' && branchesToHead(node.otherwise, depth + 1)
      return otherwise || branchesToHead(node.body, depth + 1)
    }
    const [target] = node.immediates
    if (target?.kind === 'labels') return target.default === depth || target.labels.includes(depth)
    return target?.kind === 'label' && target.index === depth
  })
}
