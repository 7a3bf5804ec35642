import type { NumericType } from '@weft/wasm-binary'
import { word } from '../program/constants.js'
import { plainAccesses } from '../program/instruction-lists.js'
import { address, dropAll, instruction, localGet, localSet, type Node, sequence } from '../program/tree.js'
import { makeBlock, makeBreak, makeDeadEnd, makeSwitch } from './make-blocks.js'
import { makeAnyCall, makeIndirectCall } from './make-call.js'
import { makeAccess, makeBulk, makeShared, usableAccesses, usableAtomics } from './make-memory.js'
import { makeTrap } from './make-trap.js'
import type { Scope } from './scope.js'

const makers: readonly (readonly [number, (scope: Scope) => Node | undefined])[] = [
  [8, makeAssignment],
  [2, makeGlobalAssignment],
  [5, makeStore],
  [1.5, makeAtomic],
  [3, (scope) => makeBlock(scope, [])],
  [1, (scope) => makeSwitch(scope)],
  [2, makeBreak],
  [0.7, makeEarlyEnd],
  [1.5, makeCallStatement],
  [1, makeBulk],
  [0.3, () => instruction('nop')],
  [0.7, makeDrop],
]

/** A node that leaves nothing. */
export function makeStatement(scope: Scope): Node {
  if (!scope.spend()) return instruction('nop')
  const { plan, random } = scope
  if (plan.mayTrap && random.chance(0.08)) return makeTrap(scope)
  if (plan.layout.hasShared && scope.isKernel && random.chance(0.1)) return makeShared(scope)
  return random.weighted(makers)(scope) ?? makeStore(scope)
}

function makeAssignment(scope: Scope): Node | undefined {
  const type = scope.random.pick(scope.plan.types)
  return assign(scope, type, scope.value(type))
}

/** Keeps a value in a local, or else in memory. */
function assign(scope: Scope, type: NumericType, value: Node): Node {
  const locals = scope.writable(type)
  if (locals.length > 0) return localSet(scope.random.pick(locals).number, value)
  const store = plainAccesses.find(({ name }) => name === `${type}.store`)!
  const at = address('slice', 63 & ~(store.bytes - 1), word(scope.random.below(64)))
  return instruction(store.name, [at, value], [], { kind: 'memarg', align: 0, memory: 0, offset: 0n })
}

function makeGlobalAssignment(scope: Scope): Node | undefined {
  const mutable = [...scope.plan.globals.entries()].filter(([, { mutable }]) => mutable)
  if (mutable.length === 0) return undefined
  const [index, { type }] = scope.random.pick(mutable)
  return instruction('global.set', [scope.value(type)], [], { kind: 'global', index })
}

function makeStore(scope: Scope): Node {
  return makeAccess(
    scope,
    scope.random.pick(usableAccesses(scope).filter(({ results }) => results.length === 0)),
  )
}

function makeAtomic(scope: Scope): Node {
  if (scope.random.chance(0.15)) return instruction('atomic.fence')
  const atomics = usableAtomics(scope)
  return dropAll(makeAccess(scope, scope.random.pick(atomics)))
}

/** Leaves a block or the function under a condition. */
function makeEarlyEnd(scope: Scope): Node {
  const body = scope.withLabel([], (label) => ({ label, node: sequence([makeDeadEnd(scope, [])]) }))
  return {
    kind: 'if',
    label: body.label,
    parameters: [],
    results: [],
    hasElse: false,
    operands: [scope.value('i32'), body.node],
  }
}

/** A call whose results go into locals. */
function makeCallStatement(scope: Scope): Node | undefined {
  let node = scope.random.chance(0.6) ? makeAnyCall(scope) : makeIndirectCall(scope)
  while (node !== undefined && node.results.length > 0) {
    const locals = scope.writable(node.results.at(-1) as NumericType)
    if (locals.length === 0) return dropAll(node)
    node = localSet(scope.random.pick(locals).number, node)
  }
  return node
}

function makeDrop(scope: Scope): Node {
  return dropAll(scope.value(scope.random.pick(scope.plan.types)))
}

/** Writes a local to its place at the end of the iteration's slice. */
export function dumpLocal(local: number, type: NumericType, offsetBytes: number): Node {
  const operands = [address('slice', 0, word(0)), localGet(local, type)]
  const argument = { kind: 'memarg', align: 0, memory: 0, offset: BigInt(offsetBytes) } as const
  return instruction(`${type}.store`, operands, [], argument)
}
