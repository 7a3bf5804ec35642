import type { Fact, LocalFacts } from '../facts/fact.js'
import type { Node } from '../read/node.js'

/** A construct of the program that is being printed, and that branches may target. */
export interface Frame {
  readonly kind: 'function' | 'block' | 'loop' | 'if' | 'chain'
  readonly node: Node | undefined
  /** From 1, unique in the function: what `br` holds while a branch to this frame is on its way. */
  readonly id: number
  /** The statement it is printed as, which `break` leaves: none for a block whose branches need no `break`. */
  readonly wrapper: 'loop' | 'switch' | undefined
  /** A loop with fuel, which must say that it is left. */
  readonly fueled: boolean
  /** Position among the open frames. */
  readonly position: number
  /** Variables that hold the operands of its label. */
  readonly labels: readonly string[]
  /** Variables that hold its results. */
  readonly results: readonly string[]
  /** Facts of its results, joined over all ways to its end. */
  readonly resultFacts: Fact[]
  /** Nothing follows it in the body around it. */
  readonly isLast: boolean
  /** For a block that is a segment of a chain: the chain, its counter, and where in it the block ends. */
  readonly segment?: { readonly chain: Frame; readonly counter: string; readonly end: number } | undefined
  /** Frames that branches leave through this one's wrapper for. */
  readonly escapes: Set<Frame>
  /** A `break` leaves its wrapper. */
  wrapperUsed: boolean
  /** Braces that `br_if`s to this block's end have opened. */
  openBraces: number
  /** The instruction being printed is the last of its body. */
  atLast: boolean
  /** Facts at its end, joined over the branches to it. */
  pending: LocalFacts
}
