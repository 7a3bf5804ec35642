import { makeFocus } from './make-focus.js'
import { dumpLocal, makeStatement } from './make-statement.js'
import { makeTrap } from './make-trap.js'
import { makeValue, makeValues } from './make-value.js'
import { type GenerateOptions, ownLocals, type Plan, planKernel } from './plan.js'
import {
  bufferParameters,
  dumpBytes,
  type FuzzFunction,
  type FuzzProgram,
  functionLabel,
  scratchBytes,
} from './program.js'
import { Random } from './random.js'
import { type Budget, type Makers, Scope } from './scope.js'

import type { Signature } from './signature.js'
import { type Node, sequence } from './tree.js'
import { nodeCount } from './tree-positions.js'

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

/** Statements in a block, until the budget is used up; then locals are written out. */
function kernelBody(scope: Scope, { parameters }: Signature): Node {
  const own = scope.locals.slice(parameters.length)
  if (scope.random.chance(0.2)) scope.labels.push({ number: functionLabel, types: [] })
  const block = scope.withLabel([], (label): Node => {
    const focus = makeFocus(scope)
    own.push(...focus.locals)
    const statements = [...focus.statements]
    const insert = (statement: Node) =>
      statements.splice(scope.random.below(statements.length + 1), 0, statement)
    if (scope.plan.mayTrap && scope.random.chance(0.6)) insert(makeTrap(scope))
    while (scope.budget.instructions > 0) insert(makeStatement(scope))
    return { kind: 'block', label, parameters: [], results: [], operands: [sequence(statements)] }
  })
  const dump = own.map(({ number, type }, index) => dumpLocal(number, type, scratchBytes + index * dumpBytes))
  return sequence([block, ...dump])
}
