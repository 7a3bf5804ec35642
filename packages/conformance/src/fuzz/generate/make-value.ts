import type { Immediate, NumericType } from '@weft/wasm-binary'
import { floatConstant, randomConstant, word, zero } from '../program/constants.js'
import { mayTrap, type Operation, operations } from '../program/instruction-lists.js'
import { laneCount } from '../program/signature.js'
import { instruction, localGet, type Node } from '../program/tree.js'
import { makeBlock, makeBreakingValue, makeDeadEnd } from './make-blocks.js'
import { makeCall, makeIndirectCall } from './make-call.js'
import { makeAccess, usableAccesses, usableAtomics } from './make-memory.js'
import type { Scope } from './scope.js'

type ValueMaker = (scope: Scope, type: NumericType) => Node | undefined

const makers: readonly (readonly [number, ValueMaker])[] = [
  [12, makeRandomOperation],
  [4, makeLeaf],
  [3, makeLoad],
  [1, makeAtomic],
  [1.5, makeTee],
  [1.5, makeSelect],
  [2, (scope, type) => makeBlock(scope, [type])],
  [1.5, (scope, type) => makeCall(scope, [type])],
  [1, (scope, type) => makeIndirectCall(scope, [type])],
  [0.7, (scope, type) => makeBreakingValue(scope, [type])],
  [0.3, (scope, type) => makeDeadEnd(scope, [type])],
]

/** A node that leaves one value of the type. */
export function makeValue(scope: Scope, type: NumericType): Node {
  if (!scope.spend()) return makeLeaf(scope, type)
  return scope.random.weighted(makers)(scope, type) ?? makeRandomOperation(scope, type)
}

/** Nodes for a list of values; neighbours may come from one node that leaves several. */
export function makeValues(scope: Scope, types: readonly NumericType[]): Node[] {
  const { random } = scope
  if (types.length < 2 || random.chance(0.75) || !scope.spend()) return types.map((type) => scope.value(type))
  const count = random.between(2, types.length)
  const start = random.below(types.length - count + 1)
  const together = types.slice(start, start + count)
  const several = random.chance(0.5) ? makeCall(scope, together) : undefined
  return [
    ...types.slice(0, start).map((type) => scope.value(type)),
    several ?? makeBlock(scope, together),
    ...types.slice(start + count).map((type) => scope.value(type)),
  ]
}

function makeLeaf(scope: Scope, type: NumericType): Node {
  const { random } = scope
  const locals = scope.readable(type)
  if (locals.length > 0 && random.chance(0.6)) return localGet(random.pick(locals).number, type)
  const globals = [...scope.plan.globals.entries()].filter(([, global]) => global.type === type)
  if (globals.length > 0 && random.chance(0.4)) {
    return instruction('global.get', [], [type], { kind: 'global', index: random.pick(globals)[0] })
  }
  if (type === 'i32' && random.chance(0.03)) return memoryBound()
  return randomConstant(random, type)
}

/** Memories differ in size, but none has more than 65,536 pages. */
function memoryBound(): Node {
  const size = instruction('memory.size', [], ['i32'], { kind: 'memory', index: 0 })
  return instruction('i32.gt_u', [size, word(65_536)], ['i32'])
}

function makeRandomOperation(scope: Scope, type: NumericType): Node {
  const { random, plan } = scope
  const focused = plan.focus.operations.filter(({ results }) => results[0] === type)
  const usable = focused.length > 0 && random.chance(0.3) ? focused : usableOperations(scope, type)
  return usable.length === 0 ? makeLeaf(scope, type) : makeOperation(scope, random.pick(usable))
}

function usableOperations({ plan, budget }: Scope, type: NumericType): Operation[] {
  return operations.filter(({ name, parameters, results }) => {
    if (results[0] !== type || !parameters.every((parameter) => plan.types.includes(parameter))) return false
    return budget.floats > 0 || !computesFloats(name)
  })
}

const floatName = /f32|f64/
const bitwise = /abs|neg|copysign|reinterpret|splat|lane/

/** True for what is long where floats are made of integers. */
function computesFloats(name: string): boolean {
  return floatName.test(name) && !bitwise.test(name)
}

/** The operation on its operands, which are kept from trapping unless the kernel may trap. */
export function makeOperation(
  scope: Scope,
  operation: Operation,
  operands: readonly Node[] = scope.values(operation.parameters),
): Node {
  const { name, results, shapes } = operation
  const { random } = scope
  if (computesFloats(name)) scope.budget.floats--
  const guarded = mayTrap(name) && !(scope.plan.mayTrap && random.chance(0.1))
  const immediates: Immediate[] = shapes.map((shape) =>
    shape === 'lane'
      ? { kind: 'lane', lane: random.below(laneCount(name)) }
      : { kind: 'shuffle', lanes: random.bytes(16).map((lane) => lane % 32) },
  )
  return instruction(name, guarded ? guard(scope, operation, operands) : operands, results, ...immediates)
}

/** Operands for which the instruction does not trap. */
function guard(scope: Scope, { name, parameters }: Operation, operands: readonly Node[]): Node[] {
  const [type] = parameters as [NumericType]
  if (type === 'f32' || type === 'f64') return [convertible(scope, name, type, operands[0]!)]
  const [dividend, divisor] = operands.length === 2 ? operands : [scope.value(type), scope.value(type)]
  const one = type === 'i32' ? word(1) : instruction('i64.const', [], ['i64'], { kind: 'i64', value: 1n })
  const halved = (operand: Node) => instruction(`${type}.shr_u`, [operand, one], [type])
  const odd = (operand: Node) => instruction(`${type}.or`, [operand, one], [type])
  // Only the least number divided by −1 overflows: one of them cannot be.
  if (scope.random.chance(0.5)) return [halved(dividend!), odd(divisor!)]
  return [dividend!, odd(halved(divisor!))]
}

/** The operand, or 0 where it is too large for the target; for unsigned targets, without its sign. */
function convertible(scope: Scope, name: string, type: 'f32' | 'f64', operand: Node): Node {
  const scratch = scope.addLocal(type).number
  const positive = name.endsWith('_u') ? instruction(`${type}.abs`, [operand], [type]) : operand
  const kept = instruction('local.tee', [positive], [type], { kind: 'local', index: scratch })
  const size = instruction(`${type}.abs`, [localGet(scratch, type)], [type])
  const limit = floatConstant(type, name.startsWith('i32') ? 2_147_483_000 : 9e18)
  return instruction('select', [kept, zero(type), instruction(`${type}.lt`, [size, limit], ['i32'])], [type])
}

function makeLoad(scope: Scope, type: NumericType): Node | undefined {
  const loads = usableAccesses(scope).filter(({ results }) => results[0] === type)
  return makeAccess(scope, scope.random.pick(loads))
}

function makeAtomic(scope: Scope, type: NumericType): Node | undefined {
  const atomics = usableAtomics(scope).filter(({ results }) => results[0] === type)
  return atomics.length === 0 ? undefined : makeAccess(scope, scope.random.pick(atomics))
}

function makeTee(scope: Scope, type: NumericType): Node | undefined {
  const locals = scope.writable(type)
  if (locals.length === 0) return undefined
  const index = scope.random.pick(locals).number
  return instruction('local.tee', [scope.value(type)], [type], { kind: 'local', index })
}

function makeSelect(scope: Scope, type: NumericType): Node {
  const operands = [scope.value(type), scope.value(type), scope.value('i32')]
  const immediates: Immediate[] = scope.random.chance(0.4) ? [{ kind: 'types', types: [type] }] : []
  return instruction('select', operands, [type], ...immediates)
}
