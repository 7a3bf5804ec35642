import type { NumericType } from '@weft/wasm-binary'
import { makeAccess } from './make-memory.js'
import { makeOperation } from './make-value.js'
import type { LocalVariable, Scope } from './scope.js'
import { localSet, type Node } from './tree.js'

/** Statements with the instructions of the focus, whose results stay in locals of their own. */
export function makeFocus(scope: Scope): { statements: Node[]; locals: LocalVariable[] } {
  const { operations, accesses } = scope.plan.focus
  const nodes = [
    ...operations.map((operation) => makeOperation(scope, operation)),
    ...accesses.map((access) => makeAccess(scope, access)),
  ]
  const locals: LocalVariable[] = []
  const statements = nodes.map((node) => {
    const [type] = node.results
    if (type === undefined) return node
    const local = scope.addLocal(type as NumericType, false)
    locals.push(local)
    return localSet(local.number, node)
  })
  return { statements, locals }
}
