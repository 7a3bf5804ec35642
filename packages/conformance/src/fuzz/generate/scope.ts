import type { NumericType } from '@weft/wasm-binary'
import type { FuzzFunction } from '../program/program.js'
import type { Random } from '../program/random.js'
import type { Node } from '../program/tree.js'
import type { Plan } from './plan.js'

export interface LocalVariable {
  readonly number: number
  readonly type: NumericType
  readonly writable: boolean
}

/** Where a branch may go, and what it carries there. */
export interface Label {
  readonly number: number
  readonly types: readonly NumericType[]
}

/** What is left to spend on a kernel. */
export interface Budget {
  instructions: number
  floats: number
}

/** The parts of the generator that need each other. */
export interface Makers {
  /** A node that leaves one value. */
  value(scope: Scope, type: NumericType): Node
  /** Nodes that leave these values, one after the other. */
  values(scope: Scope, types: readonly NumericType[]): Node[]
  /** Nodes that leave nothing. */
  statements(scope: Scope, count: number): Node[]
}

/** Makes a node that leaves nothing. */
export type StatementMaker = (scope: Scope) => Node

const deepest = 7

/** One function while its body is made. */
export class Scope {
  readonly random: Random
  readonly plan: Plan
  readonly number: number
  readonly budget: Budget
  readonly makers: Makers
  readonly locals: LocalVariable[] = []
  readonly labels: Label[] = []
  /** Estimate of the instructions that one call of each finished function runs. */
  readonly work: number[]
  /** Finished functions: those behind this one. */
  readonly functions: readonly (FuzzFunction | undefined)[]
  /** Turns of the loops around, at most. */
  turns = 1
  /** Calls of other functions, in instructions. */
  calledWork = 0
  private nextLabel = 0
  private depth = 0

  constructor(
    base: Pick<Scope, 'random' | 'plan' | 'budget' | 'makers' | 'work' | 'functions'>,
    number: number,
  ) {
    this.random = base.random
    this.plan = base.plan
    this.budget = base.budget
    this.makers = base.makers
    this.work = base.work
    this.functions = base.functions
    this.number = number
  }

  get isKernel(): boolean {
    return this.number === 0
  }

  /** Takes an instruction from the budget; false when there is none, or the nesting is deep enough. */
  spend(): boolean {
    this.budget.instructions--
    return this.budget.instructions > 0 && this.depth < deepest
  }

  /** A value one level deeper. */
  value(type: NumericType): Node {
    return this.deeper(() => this.makers.value(this, type))
  }

  values(types: readonly NumericType[]): Node[] {
    return this.deeper(() => this.makers.values(this, types))
  }

  statements(most: number): Node[] {
    const count = this.depth >= deepest - 1 ? 0 : this.random.between(0, most)
    return this.deeper(() => this.makers.statements(this, count))
  }

  /** Runs `make` with a new label around what it makes. */
  withLabel<Made>(types: readonly NumericType[], make: (label: number) => Made): Made {
    const number = this.nextLabel++
    this.labels.push({ number, types })
    const made = make(number)
    this.labels.pop()
    return made
  }

  addLocal(type: NumericType, writable = true): LocalVariable {
    const local = { number: this.locals.length, type, writable }
    this.locals.push(local)
    return local
  }

  readable(type: NumericType): LocalVariable[] {
    return this.locals.filter((local) => local.type === type && !this.hidden.has(local.number))
  }

  writable(type: NumericType): LocalVariable[] {
    return this.readable(type).filter(({ writable }) => writable)
  }

  /** Parameters that hold pointers: their values differ between devices. */
  readonly hidden = new Set<number>()

  private deeper<Made>(make: () => Made): Made {
    this.depth++
    const made = make()
    this.depth--
    return made
  }
}
