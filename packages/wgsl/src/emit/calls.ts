import { sameSignature } from '../check/call-graph.js'
import { type Fact, unknownFact } from '../facts/fact.js'
import type { PlainNode } from '../read/node.js'
import type { Signature } from '../read/program.js'
import { trapCode } from '../trap-codes.js'
import type { FunctionEmitter } from './function-emitter.js'
import type { Handler } from './instructions.js'
import { declareVariables } from './jump.js'
import { namedValue, type Value } from './value.js'

/** WGSL has types `f16` and `f32`. */
export function functionName(index: number): string {
  return `function_${index}`
}

const call: Handler = (emitter, node) => {
  const [immediate] = node.immediates
  const index = immediate?.kind === 'function' ? immediate.index : 0
  const { signature } = emitter.context.program.functions.get(index)!
  const operands = emitter.take(signature.parameters.length)
  emitter.evaluateAll()
  if (emitter.pendingAccesses && emitter.context.analysis.trapping.has(index)) emitter.leaveIfStopped()
  const text = callText(emitter, index, operands)
  const results = signature.results.length
  if (results === 0) emitter.line(`${text};`)
  else pushResults(emitter, signature, text, emitter.context.analysis.results.get(index))
  if (emitter.context.analysis.trapping.has(index)) leaveIfStoppedIn(emitter, index)
}

/** Accesses of a callee that nothing has asked about yet are the callee's. */
function leaveIfStoppedIn(emitter: FunctionEmitter, callee: number): void {
  emitter.markTrapping()
  emitter.line(`if (i32(stopped) < 0) { ${emitter.outside(callee)}; ${emitter.leave} }`)
}

function callText(emitter: FunctionEmitter, index: number, operands: readonly Value[]): string {
  const { analysis } = emitter.context
  const facts = operands.map(({ fact }) => ({ ...fact, depth: undefined }))
  const stackPointer = emitter.factOf(emitter.stackPointer)
  analysis.joinParameters(index, [...facts, { ...stackPointer, depth: 0 }])
  const below = -(stackPointer.depth ?? Number.NEGATIVE_INFINITY)
  const needed = analysis.stackBytes.get(index) ?? 0
  if (needed > 0) analysis.needStack(emitter.function.index, below + needed)
  return `${functionName(index)}(${operands.map(({ text }) => text).join(', ')})`
}

function pushResults(
  emitter: FunctionEmitter,
  signature: Signature,
  text: string,
  facts: readonly Fact[] | undefined,
): void {
  const name = emitter.name('t')
  emitter.line(`let ${name} = ${text};`)
  if (signature.results.length === 1) emitter.push(namedValue(signature.results[0]!, name, facts?.[0]))
  else
    for (const [index, type] of signature.results.entries())
      emitter.push(namedValue(type, `${name}.r${index}`, facts?.[index]))
}

/**
 * A switch over the table's entries of the right type. Entries of another type and empty ones trap, as positions
 * behind the table do: core specification 4.4.8.
 */
const callIndirect: Handler = (emitter, node) => {
  const [type, table] = node.immediates
  const { program } = emitter.context
  const signature = type?.kind === 'type' ? program.types[type.index] : undefined
  if (signature === undefined) return
  const entries = program.tables[table?.kind === 'table' ? table.index : 0] ?? []
  const index = emitter.named(emitter.pop())
  const operands = emitter.take(signature.parameters.length).map((operand) => emitter.named(operand))
  emitter.evaluateAll()
  const results = declareVariables(emitter, 'r', signature.results)
  emitter.markTrapping()
  emitter.open(`switch (${index.text}) {`)
  for (const [target, positions] of positionsByTarget(entries)) {
    const callee = program.functions.get(target)
    emitter.open(`case ${positions.map((position) => `${position}u`).join(', ')}: {`)
    if (callee !== undefined && sameSignature(callee.signature, signature)) {
      callEntry(emitter, target, operands, results)
    } else trapLine(emitter, node, 'indirect call type mismatch')
    emitter.close()
  }
  defaultEntry(emitter, node, index.text, entries.length)
  emitter.close()
  emitter.leaveIfStopped()
  for (const [position, name] of results.entries())
    emitter.push(namedValue(signature.results[position]!, name, unknownFact))
}

function positionsByTarget(entries: readonly (number | undefined)[]): Map<number, number[]> {
  const found = new Map<number, number[]>()
  entries.forEach((target, position) => {
    if (target !== undefined) found.set(target, [...(found.get(target) ?? []), position])
  })
  return found
}

function callEntry(
  emitter: FunctionEmitter,
  target: number,
  operands: readonly Value[],
  results: readonly string[],
): void {
  const text = callText(emitter, target, operands)
  if (results.length < 2) {
    emitter.line(results.length === 0 ? `${text};` : `${results[0]} = ${text};`)
    return
  }
  const name = emitter.name('t')
  emitter.line(`let ${name} = ${text};`)
  for (const [index, result] of results.entries()) emitter.line(`${result} = ${name}.r${index};`)
}

function defaultEntry(emitter: FunctionEmitter, node: PlainNode, index: string, size: number): void {
  emitter.open('default: {')
  emitter.open(`if (${index} < ${size}u) {`)
  trapLine(emitter, node, 'uninitialized element')
  emitter.between('} else {')
  trapLine(emitter, node, 'undefined element')
  emitter.close()
  emitter.close()
}

function trapLine(
  emitter: FunctionEmitter,
  node: PlainNode,
  cause: 'indirect call type mismatch' | 'uninitialized element' | 'undefined element',
): void {
  emitter.line(`trap(${emitter.site(node)}, ${trapCode(cause)}u);`)
}

export const calls: Record<string, Handler> = { call, call_indirect: callIndirect }
