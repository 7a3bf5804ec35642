import { type Fact, joinFacts, joinLocals } from '../facts/fact.js'
import { type ValueType, wgslType } from '../value-type.js'
import type { Frame } from './frame.js'
import type { FunctionEmitter } from './function-emitter.js'
import type { Value } from './value.js'

/** Counter value that ends a chain. */
const pastEveryChain = '0xffffffffu'

export function topFrame(emitter: FunctionEmitter): Frame {
  return emitter.frames.at(-1)!
}

/** The frame that a label names. Chains have no label of their own. */
export function frameOf(emitter: FunctionEmitter, label: number): Frame {
  const labelled = emitter.frames.filter(({ kind }) => kind !== 'chain')
  return labelled[labelled.length - 1 - label]!
}

function innermost(emitter: FunctionEmitter, fits: (frame: Frame) => boolean): Frame | undefined {
  return emitter.frames.findLast(fits)
}

/**
 * Whether control that reaches the end of `from` is where a branch to the end of `target` goes. Frames on the way
 * must not have results: they would be stored over what the branch has stored.
 */
function fallsTo(emitter: FunctionEmitter, from: Frame, target: Frame): boolean {
  let frame = from
  while (frame !== target) {
    if (!frame.isLast || frame.results.length > 0 || frame.kind === 'function') return false
    frame = emitter.frames[frame.position - 1]!
    if (frame.kind === 'chain' || frame.segment !== undefined) return false
  }
  return from === target || target.results.length === 0
}

/**
 * Takes the operands of a label from the stack into its variables and goes there. `atEnd`: nothing is printed behind
 * the jump in the innermost frame, so that falling through may do.
 */
export function branch(emitter: FunctionEmitter, target: Frame, atEnd: boolean): void {
  emitter.joinInto(target)
  if (target.kind === 'function') leaveFunction(emitter)
  else {
    storeOperands(emitter, target.labels, target.kind === 'loop' ? [] : target.resultFacts)
    const statement = jump(emitter, target, atEnd)
    if (statement !== undefined) emitter.line(statement)
  }
}

/** Stores the topmost values into variables, and joins what is known of them; the values stay on the stack. */
export function storeOperands(emitter: FunctionEmitter, variables: readonly string[], facts: Fact[]): void {
  const values = emitter.stack.slice(emitter.stack.length - variables.length)
  if (variables.length === 0) return
  values.forEach(({ fact }, index) => {
    facts[index] = joinFacts(facts[index] ?? fact, fact)
  })
  const fixed = values.map((value) => emitter.named(value))
  variables.forEach((variable, index) => {
    if (variable !== fixed[index]!.text) emitter.line(`${variable} = ${fixed[index]!.text};`)
  })
}

/** Returns the topmost values. */
export function leaveFunction(emitter: FunctionEmitter): void {
  const { results } = emitter.function.signature
  const values = emitter.stack.slice(emitter.stack.length - results.length)
  emitter.context.analysis.joinResults(
    emitter.function.index,
    values.map(({ fact }) => fact),
  )
  if (results.length === 0) emitter.line('return;')
  else if (results.length === 1) emitter.line(`return ${values[0]!.text};`)
  else emitter.line(`return ${emitter.structName(results)}(${textsOf(values)});`)
}

function textsOf(values: readonly Value[]): string {
  return values.map(({ text }) => text).join(', ')
}

/** The statement that goes to a frame's label; undefined where falling through does. */
function jump(emitter: FunctionEmitter, target: Frame, atEnd: boolean): string | undefined {
  const here = topFrame(emitter)
  if (target.kind !== 'loop' && atEnd && here.segment === undefined && fallsTo(emitter, here, target)) {
    return here.kind === 'loop' ? leaveWrapper(here) : undefined
  }
  const loop = innermost(emitter, ({ wrapper }) => wrapper === 'loop')
  if (target.segment !== undefined && loop === target.segment.chain) {
    return `${target.segment.counter} = ${target.segment.end}u; continue;`
  }
  if (loop === target) return 'continue;'
  const wrapper = innermost(emitter, (frame) => frame.wrapper !== undefined)!
  wrapper.wrapperUsed = true
  if (target.kind !== 'loop' && fallsTo(emitter, wrapper, target)) {
    return leaveWrapper(wrapper)
  }
  emitter.usesBranchVariable = true
  wrapper.escapes.add(target)
  return `br = ${target.id}u; ${breakText(wrapper)}`
}

/** Leaves the statement of a frame for what follows it. */
export function leaveWrapper(wrapper: Frame): string {
  return wrapper.kind === 'chain'
    ? `${chainCounter(wrapper)} = ${pastEveryChain}; continue;`
    : breakText(wrapper)
}

/**
 * The loop that is left at the end of `frame`, because nothing follows on the way to the end of its body. Only a loop
 * that a `break` written here would leave.
 */
export function loopEndingWith(emitter: FunctionEmitter, frame: Frame): Frame | undefined {
  let end = frame
  while (end.kind !== 'loop') {
    const passes = end.kind === 'block' || end.kind === 'if'
    if (!passes || !end.isLast || end.results.length > 0 || end.segment !== undefined) return undefined
    end = emitter.frames[end.position - 1]!
  }
  const wrapper = innermost(emitter, ({ wrapper }) => wrapper !== undefined)
  return end === wrapper && end.results.length === 0 ? end : undefined
}

/** Leaves a loop at the end of its body. */
export function leaveLoop(emitter: FunctionEmitter, loop: Frame): void {
  loop.pending = joinLocals(loop.pending, emitter.facts)
  emitter.line(leaveWrapper(loop))
}

/** What is still set behind a loop says that it was not left but has used up its fuel. */
export function spentFlag(loop: Frame): string {
  return `spent${loop.id}`
}

function breakText(wrapper: Frame): string {
  return wrapper.kind === 'loop' && wrapper.fueled ? `${spentFlag(wrapper)} = false; break;` : 'break;'
}

export function chainCounter(chain: Frame): string {
  return `pc${chain.id}`
}

/** Behind the statement of a frame that was left for others: sends each of these branches on its way. */
export function sendEscapes(emitter: FunctionEmitter, frame: Frame): void {
  for (const target of frame.escapes) {
    const loop = innermost(emitter, ({ wrapper }) => wrapper === 'loop')
    const wrapper = innermost(emitter, (outer) => outer.wrapper !== undefined)!
    const arrived = `if (br == ${target.id}u) { br = 0u;`
    if (target.segment !== undefined && loop === target.segment.chain) {
      emitter.line(`${arrived} ${target.segment.counter} = ${target.segment.end}u; continue; }`)
    } else if (loop === target) emitter.line(`${arrived} continue; }`)
    else if (target.kind !== 'loop' && wrapper.kind !== 'chain' && fallsTo(emitter, wrapper, target)) {
      wrapper.wrapperUsed = true
      emitter.line(`${arrived} ${breakText(wrapper)} }`)
    } else {
      wrapper.wrapperUsed = true
      wrapper.escapes.add(target)
      emitter.line(`if (br == ${target.id}u) { ${breakText(wrapper)} }`)
    }
  }
}

/** Declares variables for the values of a label or the results of a construct. */
export function declareVariables(
  emitter: FunctionEmitter,
  prefix: string,
  types: readonly ValueType[],
): string[] {
  return types.map((type) => {
    const name = emitter.name(prefix)
    emitter.line(`var ${name}: ${wgslType(type, emitter.context.mode)};`)
    return name
  })
}
