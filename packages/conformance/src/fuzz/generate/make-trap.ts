import type { NumericType } from '@weft/wasm-binary'
import { constantOf, floatConstant, word } from '../program/constants.js'
import { atomicAccesses, mayTrap, operations, plainAccesses } from '../program/instruction-lists.js'
import { hiddenLabel } from '../program/program.js'
import { address, dropAll, instruction, length, localGet, type Node, sequence } from '../program/tree.js'
import { entriesLike, indirectCall, indirectCallees } from './make-call.js'
import { accessNode, usableAccesses, usableAtomics } from './make-memory.js'
import type { Scope } from './scope.js'

type TrapMaker = (scope: Scope) => Node | undefined

const makers: readonly (readonly [number, TrapMaker])[] = [
  [1, () => instruction('unreachable')],
  [2, makeDivision],
  [2, makeOverflow],
  [2, makeConversion],
  [4, makeOutOfBounds],
  [1, makeBulkOutOfBounds],
  [1.5, makeUnaligned],
  [6, makeWrongCall],
]

/** A statement that traps: in one iteration, in some, or wherever it is reached. */
export function makeTrap(scope: Scope): Node {
  const trap = scope.random.weighted(makers)(scope) ?? instruction('unreachable')
  const condition = makeCondition(scope)
  if (condition === undefined) return dropAll(trap)
  return {
    kind: 'if',
    label: hiddenLabel,
    parameters: [],
    results: [],
    hasElse: false,
    operands: [condition, sequence([dropAll(trap)])],
  }
}

function makeCondition(scope: Scope): Node | undefined {
  const { random } = scope
  const { iterations } = scope.plan.layout
  if (random.chance(0.1)) return undefined
  if (!scope.isKernel) {
    const some = instruction('i32.and', [scope.value('i32'), word(31)], ['i32'])
    return instruction('i32.eq', [some, word(random.below(32))], ['i32'])
  }
  const chosen = random.pick([0, iterations >> 1, iterations - 1, random.below(iterations)])
  const name = random.pick(['i32.eq', 'i32.eq', 'i32.ge_u'])
  return instruction(name, [localGet(0, 'i32'), word(chosen)], ['i32'])
}

function integerType({ random, plan }: Scope): NumericType {
  return random.pick(plan.types.filter((type) => type === 'i32' || type === 'i64'))
}

function constant(type: NumericType, value: number): Node {
  const words = BigInt.asUintN(64, BigInt(value))
  return constantOf(type, new Uint8Array(BigUint64Array.of(words, 0n).buffer))
}

function makeDivision(scope: Scope): Node {
  const type = integerType(scope)
  const name = `${type}.${scope.random.pick(['div_s', 'div_u', 'rem_s', 'rem_u'])}`
  return instruction(name, [scope.value(type), constant(type, 0)], [type])
}

function makeOverflow(scope: Scope): Node {
  const type = integerType(scope)
  const least = constant(type, type === 'i32' ? -(2 ** 31) : -(2 ** 63))
  return instruction(`${type}.div_s`, [least, constant(type, -1)], [type])
}

function makeConversion(scope: Scope): Node | undefined {
  const { random, plan } = scope
  const conversions = operations.filter(
    ({ name, parameters, results }) =>
      mayTrap(name) &&
      parameters.length === 1 &&
      [...parameters, ...results].every((type) => plan.types.includes(type)),
  )
  if (conversions.length === 0) return undefined
  const { name, parameters, results } = random.pick(conversions)
  const value = random.pick([Number.NaN, 1e30, -1e30, Number.POSITIVE_INFINITY])
  return instruction(name, [floatConstant(parameters[0] as 'f32' | 'f64', value)], results)
}

function makeOutOfBounds(scope: Scope): Node {
  const { random } = scope
  const access = random.pick(usableAccesses(scope, random.chance(0.2) ? atomicAccesses : plainAccesses))
  const mask = random.pick([0, 0xff, 0x0fff_ffff]) & ~(access.bytes - 1)
  return accessNode(scope, access, address('nowhere', mask, scope.value('i32')), access.isAtomic)
}

function makeBulkOutOfBounds(scope: Scope): Node {
  const { random } = scope
  const nowhere = address('nowhere', 0xff, scope.value('i32'))
  const slice = address('slice', 15, scope.value('i32'))
  const size = length(15, random.chance(0.3) ? word(0) : scope.value('i32'))
  const memory = { kind: 'memory', index: 0 } as const
  if (random.chance(0.4)) return instruction('memory.fill', [nowhere, scope.value('i32'), size], [], memory)
  const operands = random.chance(0.5) ? [nowhere, slice, size] : [slice, nowhere, size]
  return instruction('memory.copy', operands, [], memory, memory)
}

function makeUnaligned(scope: Scope): Node | undefined {
  const wide = usableAtomics(scope).filter(({ bytes }) => bytes > 1)
  if (wide.length === 0) return undefined
  const access = scope.random.pick(wide)
  const at = address('slice', 60, scope.value('i32'), scope.random.between(1, access.bytes - 1))
  return accessNode(scope, access, at, true)
}

/** A call of an entry that is empty, of another type, or not there. */
function makeWrongCall(scope: Scope): Node | undefined {
  const { random, plan } = scope
  const callees = indirectCallees(scope)
  if (callees.length === 0) return undefined
  const callee = random.pick(callees)
  const fitting = entriesLike(scope, callee)
  const wrong = [...plan.table.keys()].filter((index) => !fitting.includes(index))
  const outside = random.pick([plan.table.length, plan.table.length + 1, 1000, -1, -(2 ** 31)])
  return indirectCall(
    scope,
    callee,
    word(wrong.length > 0 && random.chance(0.6) ? random.pick(wrong) : outside),
  )
}
