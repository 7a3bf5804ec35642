import { type Fact, joinFacts, type LocalFacts, sameFact } from '../facts/fact.js'
import type { Node } from '../read/node.js'

/**
 * What the rounds of emission hand on to each other: each prints the program with the facts found so far, and finds
 * more, until nothing changes. Every kind of fact can only change finitely often in one direction.
 */
export class Analysis {
  /** Facts of the parameters of each function, joined over its calls. */
  readonly parameters = new Map<number, readonly Fact[]>()
  /** Facts at the head of each loop, joined over its entries. */
  readonly loopHeads = new Map<Node, LocalFacts>()
  /** Constructs that nothing leaves by `break`, so that they need no WGSL statement of their own. */
  readonly unusedWrappers = new Set<Node>()
  /** Functions that can trap or run out of fuel. */
  readonly trapping = new Set<number>()
  /** Bytes of shadow stack below the pointer that a function is entered with; infinite where it cannot be told. */
  readonly stackBytes = new Map<number, number>()
  changed = false

  joinParameters(functionIndex: number, facts: readonly Fact[]): void {
    const known = this.parameters.get(functionIndex)
    const joined = known === undefined ? facts : known.map((fact, index) => joinFacts(fact, facts[index]!))
    if (known !== undefined && joined.every((fact, index) => sameFact(fact, known[index]!))) return
    this.parameters.set(functionIndex, joined)
    this.changed = true
  }

  setTrapping(functionIndex: number): void {
    if (this.trapping.has(functionIndex)) return
    this.trapping.add(functionIndex)
    this.changed = true
  }

  needStack(functionIndex: number, bytes: number): void {
    if (bytes <= (this.stackBytes.get(functionIndex) ?? 0)) return
    this.stackBytes.set(functionIndex, bytes)
    this.changed = true
  }
}
