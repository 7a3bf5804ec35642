import { type Fact, noFact, operationFact } from '../facts/fact.js'
import { divisionCanTrap } from '../instructions/i32.js'
import type { Lowering, LoweringContext } from '../instructions/lowering.js'
import type { PlainNode } from '../read/node.js'
import { addDistance, addressWords } from './addresses.js'
import { foldI32 } from './fold.js'
import type { FunctionEmitter } from './function-emitter.js'
import { conditionOf, constantValue, joinReads, literal, namedValue, negated, type Value } from './value.js'

/** Prints an instruction that only computes. */
export function emitNumeric(emitter: FunctionEmitter, node: PlainNode, lowering: Lowering): void {
  const operands = emitter.take(lowering.parameters.length)
  const folded = foldI32(node.name, operands)
  if (folded === undefined && traps(lowering, operands)) emitTrapping(emitter, node, lowering, operands)
  else
    emitter.push(folded === undefined ? pureValue(emitter, node, lowering, operands) : constantValue(folded))
}

function pureValue(
  emitter: FunctionEmitter,
  node: PlainNode,
  lowering: Lowering,
  operands: readonly Value[],
): Value {
  if (lowering.result === 'bool') return booleanValue(emitter, node, lowering, operands)
  const text = multiplied(node, operands) ?? lower(emitter, node, lowering, operands, '0u')
  return computed(emitter, node, lowering.result, operands, text)
}

/** A division by a literal that is not zero cannot trap. */
function traps(lowering: Lowering, operands: readonly Value[]): boolean {
  if (lowering.mayTrap !== true) return false
  return lowering.parameters[1] !== 'i32' || divisionCanTrap(operands[1]!.text)
}

/** Evaluates at once: traps come in the order of the program. What follows goes on, but stores nothing any more. */
function emitTrapping(
  emitter: FunctionEmitter,
  node: PlainNode,
  lowering: Lowering,
  operands: readonly Value[],
): void {
  emitter.evaluateMemory()
  const site = emitter.site(node)
  const name = emitter.name('t')
  emitter.line(`let ${name} = ${lower(emitter, node, lowering, operands, site)};`)
  emitter.markTrapping()
  emitter.pendingAccesses = true
  emitter.push(namedValue(lowering.result as Value['type'], name))
}

/** A shift by a constant is a multiplication: shifts are SwiftShader's most expensive operation on integers. */
function multiplied(node: PlainNode, [left, right]: readonly Value[]): string | undefined {
  if (node.name !== 'i32.shl' || right?.constant === undefined) return undefined
  return `(${left!.text} * ${literal(2 ** (right.constant & 31))})`
}

function booleanValue(
  emitter: FunctionEmitter,
  node: PlainNode,
  lowering: Lowering,
  operands: readonly Value[],
): Value {
  const [only] = operands
  const negates = node.name === 'i32.eqz' && only?.condition !== undefined
  const condition = negates ? negated(conditionOf(only)) : lower(emitter, node, lowering, operands, '0u')
  const text = `select(0u, 1u, ${condition})`
  return { type: 'i32', text, simple: false, reads: joinReads(operands), fact: noFact, condition }
}

function lower(
  emitter: FunctionEmitter,
  node: PlainNode,
  lowering: Lowering,
  operands: readonly Value[],
  site: string,
): string {
  return lowering.lower(
    operands.map(({ text }) => text),
    loweringContext(emitter, node, site),
  )
}

export function loweringContext(emitter: FunctionEmitter, node: PlainNode, site: string): LoweringContext {
  return {
    mode: emitter.context.mode,
    immediates: node.immediates,
    site,
    call: (helper, ...texts) => emitter.context.call(helper, ...texts),
  }
}

function computed(
  emitter: FunctionEmitter,
  node: PlainNode,
  type: Value['type'],
  operands: readonly Value[],
  text: string,
): Value {
  const reads = joinReads(operands)
  const [left, right] = operands
  const plain = { type, text: separated(emitter, node, text), simple: false, reads }
  if (type !== 'i32' || left?.type !== 'i32' || right?.type !== 'i32') {
    return { ...plain, fact: noFact }
  }
  const fact = operationFact(node.name, left.fact, right.fact, left.constant, right.constant)
  noteStackUse(emitter, node, left, right, fact)
  return {
    ...plain,
    fact,
    words: fact.zeros >= 2 ? addressWords(node.name, left, right) : undefined,
    distance: addDistance(node.name, left, right),
  }
}

/**
 * The shadow stack is as deep as the lowest pointer into it: leaf functions do not set the stack pointer. A pointer whose
 * depth is not known must not be moved down.
 */
function noteStackUse(
  emitter: FunctionEmitter,
  node: PlainNode,
  left: Value,
  right: Value,
  fact: Fact,
): void {
  const { analysis, stackSegment } = emitter.context
  if (fact.depth !== undefined) analysis.needStack(emitter.function.index, -fact.depth)
  if (fact.depth !== undefined || stackSegment === undefined || left.fact.origin !== stackSegment) return
  const down = node.name === 'i32.sub' || (right.constant !== undefined && (right.constant | 0) < 0)
  if (left.fact.depth === undefined && down)
    analysis.needStack(emitter.function.index, Number.POSITIVE_INFINITY)
}

/** WGSL lets a GPU round `a * b + c` once. The zero it cannot see through keeps the product a value of its own. */
function separated(emitter: FunctionEmitter, node: PlainNode, text: string): string {
  const { float, separateMultiplyAdd } = emitter.context.options
  if (float !== 'fast' || !separateMultiplyAdd) return text
  if (node.name === 'f32.mul') return emitter.context.call('separate_f32', text)
  return node.name === 'f32x4.mul' ? emitter.context.call('separate_f32x4', text) : text
}
