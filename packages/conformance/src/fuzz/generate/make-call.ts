import type { NumericType } from '@weft/wasm-binary'
import { word } from '../program/constants.js'
import { instruction, type Node } from '../program/tree.js'
import type { Scope } from './scope.js'

/** Most instructions that one iteration may run in called functions. */
const mostWork = 20_000

/** A call of a function behind this one that leaves these values; undefined where there is none. */
export function makeCall(scope: Scope, results: readonly NumericType[]): Node | undefined {
  return callOf(scope, (_, leaves) => String(leaves) === String(results))
}

/** A call of any function. */
export function makeAnyCall(scope: Scope): Node | undefined {
  return callOf(scope, () => true)
}

function callOf(
  scope: Scope,
  fits: (number: number, results: readonly NumericType[]) => boolean,
): Node | undefined {
  const { random, plan } = scope
  const callees = behind(scope).filter((number) => fits(number, plan.signatures[number]!.results))
  if (callees.length === 0) return undefined
  const callee = random.pick(callees)
  if (!affords(scope, [callee])) return undefined
  const { parameters, results } = plan.signatures[callee]!
  return instruction('call', scope.values(parameters), results, { kind: 'function', index: callee })
}

function behind({ number, plan }: Scope): number[] {
  return [...plan.signatures.keys()].filter((callee) => callee > number)
}

/** Whether one of `callees` may be called here, where loops may call it many times; if so, counts it. */
function affords(scope: Scope, callees: readonly number[]): boolean {
  const work = scope.turns * Math.max(...callees.map((callee) => scope.work[callee]!))
  if (scope.calledWork + work > mostWork) return false
  scope.calledWork += work
  return true
}

/** Table indices of the functions with the signature of `number`. */
export function entriesLike({ plan }: Scope, number: number): number[] {
  const wanted = String(Object.values(plan.signatures[number]!).map(String).join(' > '))
  return plan.table.flatMap((entry, index) => {
    if (entry === null) return []
    return Object.values(plan.signatures[entry]!).map(String).join(' > ') === wanted ? [index] : []
  })
}

/** Numbers of functions whose signature a `call_indirect` here may name without a recursion. */
export function indirectCallees(scope: Scope): number[] {
  return behind(scope).filter((number) => {
    const targets = entriesLike(scope, number).map((index) => scope.plan.table[index]!)
    return targets.length > 0 && targets.every((target) => target > scope.number)
  })
}

/** A call through the table, of an entry that fits. */
export function makeIndirectCall(scope: Scope, results?: readonly NumericType[]): Node | undefined {
  const { random, plan } = scope
  const callees = indirectCallees(scope).filter(
    (number) => results === undefined || String(plan.signatures[number]!.results) === String(results),
  )
  if (callees.length === 0) return undefined
  const callee = random.pick(callees)
  const entries = entriesLike(scope, callee)
  if (
    !affords(
      scope,
      entries.map((index) => plan.table[index]!),
    )
  )
    return undefined
  return indirectCall(scope, callee, pickEntry(scope, entries))
}

/** A call through the table with the signature of `callee`. */
export function indirectCall(scope: Scope, callee: number, index: Node): Node {
  const { parameters, results } = scope.plan.signatures[callee]!
  const operands = [...scope.values(parameters), index]
  return instruction(
    'call_indirect',
    operands,
    results,
    { kind: 'type', index: callee },
    { kind: 'table', index: 0 },
  )
}

function pickEntry(scope: Scope, entries: readonly number[]): Node {
  const { random } = scope
  const first = word(random.pick(entries))
  if (entries.length === 1 || random.chance(0.3)) return first
  return instruction('select', [first, word(random.pick(entries)), scope.value('i32')], ['i32'])
}
