import { constantFact, type Fact, noFact } from '../facts/fact.js'
import type { ProgramFunction } from '../read/program.js'
import { forEachPlain } from '../read/walk.js'
import type { ValueType } from '../value-type.js'
import { functionName } from './calls.js'
import { emitBody } from './emit-body.js'
import { FunctionEmitter } from './function-emitter.js'
import { leaveFunction } from './jump.js'
import { openFrame } from './open-frame.js'
import { parameter, segmentParameters, zeroAt } from './parameters.js'
import type { ShaderContext } from './shader-context.js'

/** Prints one function with the facts known so far, and adds to them. */
export function emitFunction(context: ShaderContext, target: ProgramFunction): string[] {
  const emitter = new FunctionEmitter(context, target, assignedLocals(target), emitBody)
  emitter.facts = entryFacts(context, target)
  openFrame(emitter, { kind: 'function', node: undefined, wrapper: undefined })
  if (emitter.emitBody(target.body)) {
    emitter.evaluateAll()
    if (target.signature.results.length > 0) leaveFunction(emitter)
  } else if (target.signature.results.length > 0) emitter.line(emitter.leave)
  return [...header(emitter), ...withoutUnused(emitter.text()), '}']
}

/** Drops names for words that nothing asked for. */
function withoutUnused(lines: readonly string[]): string[] {
  const text = lines.join('\n')
  const uses = new Map<string, number>()
  for (const [name] of text.matchAll(/\bw\d+\b/g)) uses.set(name, (uses.get(name) ?? 0) + 1)
  return lines.filter((line) => {
    const name = /^ *let (w\d+) = /.exec(line)?.[1]
    return name === undefined || uses.get(name)! > 1
  })
}

function assignedLocals(target: ProgramFunction): Set<number> {
  const assigned = new Set<number>()
  forEachPlain(target.body, ({ name, immediates: [local] }) => {
    if ((name === 'local.set' || name === 'local.tee') && local?.kind === 'local') assigned.add(local.index)
  })
  return assigned
}

/** Locals are zero, parameters what all calls agree on, and the stack pointer is where the caller left it. */
function entryFacts(context: ShaderContext, target: ProgramFunction): Fact[] {
  const parameters = context.analysis.parameters.get(target.index)
  const stackSegment = context.stackSegment
  const zeros = parameters?.[target.signature.parameters.length]?.zeros ?? 4
  const stackPointer: Fact = { zeros: Math.min(zeros, 4), origin: stackSegment ?? 'none', depth: 0 }
  const locals = target.locals.map((_, index) =>
    index < target.signature.parameters.length ? (parameters?.[index] ?? noFact) : constantFact(0),
  )
  return [...locals, stackPointer]
}

function header(emitter: FunctionEmitter): string[] {
  const { function: target, assigned } = emitter
  const { parameters, results } = target.signature
  const isKernel = target.index === emitter.context.program.kernel
  if (isKernel) for (const index of emitter.parameters) emitter.context.kernelParameters.add(index)
  const list = parameters
    .map((type, index) =>
      isKernel && !emitter.parameters.has(index) ? '' : `p${index}: ${emitter.typeName(type)}`,
    )
    .filter((text) => text !== '')
    .join(', ')
  const result =
    results.length === 0
      ? ''
      : ` -> ${results.length === 1 ? emitter.typeName(results[0]!) : emitter.structName(results)}`
  const lines: string[] = []
  target.locals.forEach((type, index) => {
    if (index >= parameters.length) lines.push(`  var l${index}${initial(emitter, type)};`)
    else if (assigned.has(index) && (!isKernel || emitter.parameters.has(index)))
      lines.push(`  var l${index} = p${index};`)
  })
  for (const segment of emitter.segments) {
    const { first, last } = segmentParameters(segment)
    lines.push(`  let first${segment} = ${first};`, `  let last${segment} = ${last};`)
  }
  if (emitter.usesBranchVariable) lines.push('  var br = 0u;')
  if (emitter.usesZero) lines.unshift(`  let zero = ${parameter(zeroAt)};`)
  return [`fn ${functionName(target.index)}(${list})${result} {`, ...lines]
}

/** The type of a local, and its zero: of vectors, and of what may become one, a zero that nothing sees through. */
function initial(emitter: FunctionEmitter, type: ValueType): string {
  const name = emitter.typeName(type)
  const isVector = type === 'i64' || type === 'f64' || type === 'v128'
  if (isVector) return ` = ${name}(${emitter.zeroWord()})`
  return name === 'u32' && emitter.context.usesVectors ? ` = ${emitter.zeroWord()}` : `: ${name}`
}
