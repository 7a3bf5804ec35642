import { joinLocals, unknownFact } from '../facts/fact.js'
import type { BlockNode, IfNode, Node } from '../read/node.js'
import { chainOf, emitChain } from './chain.js'
import type { Frame } from './frame.js'
import type { FunctionEmitter } from './function-emitter.js'
import {
  declareVariables,
  leaveLoop,
  leaveWrapper,
  loopEndingWith,
  sendEscapes,
  spentFlag,
  storeOperands,
} from './jump.js'
import { branchesTo } from './label-uses.js'
import { surestExit } from './loop-exits.js'
import { closeBraces, openFrame } from './open-frame.js'
import { parameter, zeroAt } from './parameters.js'
import { conditionOf, namedValue, negated, parenthesised, type Value } from './value.js'

/**
 * Closes the innermost frame. What follows is reached from its end and by branches to its end. Nothing assigns its result
 * variables again while a value on the stack names them.
 */
function closeFrame(
  emitter: FunctionEmitter,
  frame: Frame,
  outerStack: Value[],
  node: BlockNode | IfNode,
): void {
  emitter.frames.pop()
  emitter.facts = joinLocals(emitter.facts, frame.pending)
  if (frame.wrapper === 'switch' && !frame.wrapperUsed) noteUnused(emitter, node)
  sendEscapes(emitter, frame)
  emitter.stack = outerStack
  for (const [index, name] of frame.results.entries())
    emitter.push(namedValue(node.results[index]!, name, frame.resultFacts[index]))
}

function noteUnused(emitter: FunctionEmitter, node: Node): void {
  emitter.context.analysis.unusedWrappers.add(node)
  emitter.context.analysis.changed = true
}

/** Each takes a pair of braces, and WGSL allows 127 of them to nest. */
const maximumSkips = 20

export function emitBlock(emitter: FunctionEmitter, node: BlockNode): boolean {
  emitter.evaluateAll()
  const chain = chainOf(node)
  if (chain !== undefined) return emitChain(emitter, chain)
  const operands = emitter.take(node.parameters.length)
  const results = declareVariables(emitter, 'r', node.results)
  const { breaking, skipping } = branchesTo(node.body)
  const wanted = breaking || skipping > maximumSkips || (skipping > 0 && results.length > 0)
  const wrapper = wanted && !emitter.context.analysis.unusedWrappers.has(node) ? 'switch' : undefined
  const outer = emitter.stack
  const labelled = { labels: results, results }
  const frame = openFrame(emitter, { kind: 'block', node, wrapper, ...labelled })
  if (wrapper) emitter.open('switch (0u) { default: {')
  emitter.stack = operands
  finishBody(emitter, frame, emitter.emitBody(node.body))
  closeBraces(emitter, frame)
  if (wrapper) emitter.close('} }')
  closeFrame(emitter, frame, outer, node)
  return true
}

/** Stores the results of a body whose end is reached; forgets the facts of one whose end is not. */
function finishBody(emitter: FunctionEmitter, frame: Frame, reached: boolean): void {
  if (reached) storeOperands(emitter, frame.results, frame.resultFacts)
  else emitter.facts = undefined
}

export function emitLoop(emitter: FunctionEmitter, node: BlockNode): boolean {
  emitter.evaluateAll()
  const operands = emitter.take(node.parameters.length)
  const results = declareVariables(emitter, 'r', node.results)
  const labels = operands.map((operand) => {
    const name = emitter.name('q')
    emitter.line(`var ${name} = ${operand.text};`)
    return name
  })
  const outer = emitter.stack
  const labelled = { labels, results }
  const frame = openFrame(emitter, { kind: 'loop', node, wrapper: 'loop', ...labelled })
  emitter.joinLoopHead(node)
  emitter.facts = emitter.context.analysis.loopHeads.get(node)
  openLoop(emitter, node, frame)
  emitter.stack = labels.map((name, index) => loopParameter(emitter, node, name, index))
  if (emitter.emitBody(node.body)) {
    storeOperands(emitter, results, frame.resultFacts)
    emitter.line(leaveWrapper(frame))
  } else emitter.facts = undefined
  closeLoop(emitter, node, frame)
  closeFrame(emitter, frame, outer, node)
  return true
}

/** A loop's parameter changes with every turn, so its value is taken at the head. */
function loopParameter(emitter: FunctionEmitter, node: BlockNode, variable: string, index: number): Value {
  const name = emitter.name('t')
  emitter.line(`let ${name} = ${variable};`)
  return namedValue(node.parameters[index]!, name, unknownFact)
}

/**
 * A loop is a `for` whose counter is its fuel: Tint sees that it ends and adds no counter of its own, so that it costs
 * nothing (SwiftShader: 0.92 to 1.05 of a hand-written loop, a counter of another form 1.3 to 1.55).
 */
function openLoop(emitter: FunctionEmitter, node: BlockNode, frame: Frame): void {
  const { fuel } = emitter.context.options
  const stops = emitter.context.canBeStopped(node)
  if (!stops && emitter.pendingAccesses) emitter.leaveIfStopped()
  emitter.forgetAssigned(node.body)
  if (fuel === 0) emitter.open('loop {')
  else {
    const turn = emitter.name('n')
    emitter.line(`var ${spentFlag(frame)} = true;`)
    emitter.open(`for (var ${turn} = 0i; ${turn} < ${fuel}; ${turn}++) {`)
  }
  if (stops) openStopTest(emitter, node)
  // WGSL wants a way out of every loop.
  if (fuel === 0) emitter.line(`if (${parameter(zeroAt)} != 0u) { break; }`)
}

/** A stopped iteration must leave its loops: by an exit that the loop has, or by a test of its own. */
function openStopTest(emitter: FunctionEmitter, node: BlockNode): void {
  const exit = surestExit(node)
  if (exit === undefined) emitter.leaveIfStopped()
  else emitter.stopTests.set(exit.node, exit.leaves)
}

function closeLoop(emitter: FunctionEmitter, node: BlockNode, frame: Frame): void {
  emitter.dropLast('continue;')
  emitter.close()
  if (emitter.context.options.fuel === 0) return
  emitter.markTrapping()
  const spent = emitter.context.call('out_of_fuel', emitter.site(node))
  emitter.line(`if (${spentFlag(frame)}) { ${spent}; ${emitter.leave} }`)
}

export function emitIf(emitter: FunctionEmitter, node: IfNode): boolean {
  const condition = emitter.pop()
  emitter.evaluateAll()
  const [left, right] = [branchesTo(node.body), branchesTo(node.otherwise)]
  const wanted = left.breaking || right.breaking || left.skipping + right.skipping > 0
  const loop = wanted || !isPlain(node) ? undefined : endedLoop(emitter)
  if (loop !== undefined) return emitFlatIf(emitter, node, condition, loop)
  const operands = emitter.take(node.parameters.length)
  const results = declareVariables(emitter, 'r', node.results)
  const wrapper = wanted && !emitter.context.analysis.unusedWrappers.has(node) ? 'switch' : undefined
  const outer = emitter.stack
  const labelled = { labels: results, results }
  const frame = openFrame(emitter, { kind: 'if', node, wrapper, ...labelled })
  if (wrapper) emitter.open('switch (0u) { default: {')
  emitter.open(`if ${parenthesised(emitter.unlessStopped(node, conditionOf(condition)))} {`)
  emitArms(emitter, node, frame, operands)
  emitter.close()
  if (wrapper) emitter.close('} }')
  closeFrame(emitter, frame, outer, node)
  return true
}

function emitArms(emitter: FunctionEmitter, node: IfNode, frame: Frame, operands: readonly Value[]): void {
  const before = emitter.facts
  emitter.stack = [...operands]
  finishBody(emitter, frame, emitter.emitBody(node.body))
  const after = emitter.facts
  emitter.facts = before
  if (node.otherwise.length > 0 || node.results.length > 0) {
    emitter.between('} else {')
    emitter.stack = [...operands]
    finishBody(emitter, frame, emitter.emitBody(node.otherwise))
  }
  emitter.facts = joinLocals(after, emitter.facts)
}

/** Without an `else`, and without values on the way in or out. */
function isPlain({ parameters, results, otherwise }: IfNode): boolean {
  return parameters.length + results.length + otherwise.length === 0
}

/** The loop that is left behind the instruction being printed. */
function endedLoop(emitter: FunctionEmitter): Frame | undefined {
  const top = emitter.frames.at(-1)!
  return top.atLast ? loopEndingWith(emitter, top) : undefined
}

/** An `if` that ends the body of a loop: the loop is left unless the condition holds (SwiftShader: 1.14 against 1.45). */
function emitFlatIf(emitter: FunctionEmitter, node: IfNode, condition: Value, loop: Frame): boolean {
  emitter.open(`if (${negated(emitter.unlessStopped(node, conditionOf(condition)))}) {`)
  leaveLoop(emitter, loop)
  emitter.close()
  const frame = openFrame(emitter, { kind: 'if', node, wrapper: undefined })
  const reached = emitter.emitBody(node.body)
  emitter.frames.pop()
  if (!reached) emitter.facts = undefined
  emitter.facts = joinLocals(emitter.facts, frame.pending)
  // Control may fall through from a branch that wanted nothing but that.
  return true
}
