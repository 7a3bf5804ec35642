import { type Fact, joinFacts, type LocalFacts, sameFact, unknownFact } from '../facts/fact.js'
import type { Node } from '../read/node.js'

/**
 * What the rounds of emission hand on to each other: each prints the program with the facts found so far, and finds
 * more, until nothing changes. Every kind of fact can only change finitely often in one direction.
 */
export class Analysis {
  /** Facts of the parameters of each function, joined over its calls. */
  readonly parameters = new Map<number, readonly Fact[]>()
  /** Facts at the head of each loop, joined over its entries. */
  readonly loopHeads = new Map<Node, readonly Fact[]>()
  /** Constructs that nothing leaves by `break`, so that they need no WGSL statement of their own. */
  readonly unusedWrappers = new Set<Node>()
  /** Functions that can trap or run out of fuel. */
  readonly trapping = new Set<number>()
  /** Bytes of shadow stack below the pointer that a function is entered with; infinite where it cannot be told. */
  readonly stackBytes = new Map<number, number>()
  changed = false
  /** What still changes is given up at once: facts settle in few rounds, or not at all in a useful form. */
  widening = false
  /** Facts of the results of each function, joined over its returns. */
  readonly results = new Map<number, readonly Fact[]>()

  joinParameters(functionIndex: number, facts: readonly Fact[]): void {
    this.join(this.parameters, functionIndex, facts)
  }

  joinResults(functionIndex: number, facts: readonly Fact[]): void {
    this.join(
      this.results,
      functionIndex,
      facts.map((fact) => ({ ...fact, depth: undefined })),
    )
  }

  joinLoopHead(loop: Node, facts: LocalFacts): void {
    if (facts !== undefined) this.join(this.loopHeads, loop, facts)
  }

  private join<Key>(known: Map<Key, readonly Fact[]>, key: Key, facts: readonly Fact[]): void {
    const before = known.get(key)
    const joined = before === undefined ? facts : before.map((fact, index) => joinFacts(fact, facts[index]!))
    if (before !== undefined && joined.every((fact, index) => sameFact(fact, before[index]!))) return
    known.set(key, this.widening ? joined.map(() => unknownFact) : joined)
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
