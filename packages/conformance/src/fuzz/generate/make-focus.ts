import type { NumericType } from '@weft/wasm-binary'
import { randomConstant } from '../program/constants.js'
import type { Operation } from '../program/instruction-lists.js'
import { localSet, type Node } from '../program/tree.js'
import { loadInput, makeAccess } from './make-memory.js'
import { makeOperation } from './make-value.js'
import type { LocalVariable, Scope, StatementMaker } from './scope.js'

/** Makers of statements with the instructions of the focus, whose results stay in locals of their own. */
export function makeFocus(scope: Scope): { statements: StatementMaker[]; locals: LocalVariable[] } {
  const { operations, accesses } = scope.plan.focus
  const locals: LocalVariable[] = []
  const keep = (type: NumericType | undefined, make: (scope: Scope) => Node): StatementMaker => {
    if (type === undefined) return make
    const local = scope.addLocal(type, false)
    locals.push(local)
    return () => localSet(local.number, make(scope))
  }
  const statements = [
    ...operations.map((operation) =>
      keep(operation.results[0], () => makeOperation(scope, operation, operandsOf(scope, operation))),
    ),
    ...accesses.map((access) => keep(access.results[0], () => makeAccess(scope, access))),
  ]
  return { statements, locals }
}

/** Often values that differ between iterations, so that what an instruction does with them is seen. */
function operandsOf(scope: Scope, { parameters }: Operation): Node[] {
  const { random } = scope
  if (random.chance(0.4)) return scope.values(parameters)
  return parameters.map((type) =>
    random.chance(0.8) ? loadInput(scope, type) : randomConstant(random, type),
  )
}
