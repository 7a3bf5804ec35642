import { randomConstant } from '../program/constants.js'
import {
  bufferParameters,
  dumpBytes,
  type FuzzFunction,
  type FuzzProgram,
  functionLabel,
  scratchBytes,
} from '../program/program.js'
import { Random } from '../program/random.js'
import type { Signature } from '../program/signature.js'
import { localSet, type Node, sequence } from '../program/tree.js'
import { nodeCount } from '../program/tree-positions.js'
import { makeFocus } from './make-focus.js'
import { loadInput } from './make-memory.js'
import { dumpLocal, makeStatement } from './make-statement.js'
import { makeTrap } from './make-trap.js'
import { makeValue, makeValues } from './make-value.js'
import { type GenerateOptions, ownLocals, type Plan, planKernel } from './plan.js'
import { type Budget, type LocalVariable, type Makers, Scope, type StatementMaker } from './scope.js'

const makers: Makers = {
  value: makeValue,
  values: makeValues,
  statements: (scope, count) => Array.from({ length: count }, () => makeStatement(scope)),
}

/** The program of a seed. */
export function generateProgram(seed: number, options: GenerateOptions = {}): FuzzProgram {
  const random = new Random(seed)
  const plan = planKernel(seed, random, options)
  const { layout, globals, table, data, signatures } = plan
  const functions: FuzzFunction[] = []
  const work: number[] = []
  const budget: Budget = { instructions: 0, floats: plan.floats }
  // From the last to the first: a function calls those behind it, and has to know what they cost.
  for (let number = signatures.length - 1; number >= 0; number--) {
    budget.instructions = number === 0 ? plan.instructions : Math.ceil(plan.instructions / 4)
    const scope = new Scope({ random, plan, budget, makers, work, functions }, number)
    functions[number] = generateFunction(scope, plan)
  }
  return { functions, globals, table, data, layout }
}

function generateFunction(scope: Scope, plan: Plan): FuzzFunction {
  const signature = plan.signatures[scope.number]!
  if (scope.isKernel) for (const number of bufferParameters(plan.layout)) scope.hidden.add(number)
  for (const type of signature.parameters) scope.addLocal(type, !scope.isKernel)
  for (let count = 0; count < ownLocals; count++) scope.addLocal(scope.random.pick(plan.types))
  const body = scope.isKernel ? kernelBody(scope, signature) : functionBody(scope, signature)
  scope.work[scope.number] = scope.calledWork + instructionWork * nodeCount(body)
  const locals = scope.locals.slice(signature.parameters.length).map(({ type }) => type)
  return { signature, locals, body }
}

/** Every node may stand in a loop. */
const instructionWork = 5

function functionBody(scope: Scope, { results }: Signature): Node {
  scope.labels.push({ number: functionLabel, types: results })
  return sequence([...scope.makers.statements(scope, scope.random.between(0, 4)), ...scope.values(results)])
}

/** Blocks of statements, until the budget is used up; then locals are written out. */
function kernelBody(scope: Scope, { parameters }: Signature): Node {
  const own = scope.locals.slice(parameters.length)
  const first = own.filter(() => scope.random.chance(0.7)).map((local) => initialise(scope, local))
  if (scope.random.chance(0.2)) scope.labels.push({ number: functionLabel, types: [] })
  const { statements, locals } = makeFocus(scope)
  const parts = distribute(scope, statements)
  if (scope.plan.mayTrap && scope.random.chance(0.6)) scope.random.pick(parts).push(makeTrap)
  const share = scope.budget.instructions / parts.length
  const blocks = parts.map((part, index) => makePart(scope, part, share * (parts.length - 1 - index)))
  const dump = [...own, ...locals].map(({ number, type }, index) =>
    dumpLocal(number, type, scratchBytes + index * dumpBytes),
  )
  return sequence([...first, ...blocks, ...dump])
}

/** Gives a local a value that is not zero in most cases. */
function initialise(scope: Scope, { number, type }: LocalVariable): Node {
  const isConstant = scope.random.chance(0.3)
  return localSet(number, isConstant ? randomConstant(scope.random, type) : loadInput(scope, type))
}

const mostParts = 4

/** The statements of the focus, in a few parts. */
function distribute({ random }: Scope, statements: readonly StatementMaker[]): StatementMaker[][] {
  const parts = Array.from({ length: random.between(1, mostParts) }, (): StatementMaker[] => [])
  for (const statement of statements) random.pick(parts).push(statement)
  return parts
}

/** A block, whose branches skip only what is in it. Random statements stand between the given ones. */
function makePart(scope: Scope, given: readonly StatementMaker[], untilBudget: number): Node {
  return scope.withLabel([], (label): Node => {
    const statements = given.map((make) => make(scope))
    while (scope.budget.instructions > untilBudget) {
      statements.splice(scope.random.below(statements.length + 1), 0, makeStatement(scope))
    }
    return { kind: 'block', label, parameters: [], results: [], operands: [sequence(statements)] }
  })
}
