import type { Node } from '../read/node.js'

export interface LabelUses {
  /** A branch that WGSL needs a `break` for. */
  readonly breaking: boolean
  /** Number of `br_if`s straight in the body: an `if` around the rest of the body does, unless there are results. */
  readonly skipping: number
}

/** How a body branches to its own label. A `br` that ends the body needs nothing. */
export function branchesTo(body: readonly Node[]): LabelUses {
  const uses = { breaking: false, skipping: 0 }
  scan(body, 0, uses)
  return uses
}

function scan(body: readonly Node[], label: number, uses: { breaking: boolean; skipping: number }): void {
  body.forEach((node, index) => {
    if (node.kind !== 'plain') {
      scan(node.body, label + 1, uses)
      if (node.kind === 'if') scan(node.otherwise, label + 1, uses)
      return
    }
    const target = node.immediates[0]
    if (target?.kind === 'labels') {
      if (target.default === label || target.labels.includes(label)) uses.breaking = true
    } else if (target?.kind === 'label' && target.index === label) {
      if (node.name === 'br_if' && label === 0) uses.skipping++
      else if (label > 0 || node.name !== 'br' || index < body.length - 1) uses.breaking = true
    }
  })
}
