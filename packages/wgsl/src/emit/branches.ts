import type { PlainNode } from '../read/node.js'
import { trapCode } from '../trap-codes.js'
import type { FunctionEmitter } from './function-emitter.js'
import type { Handler } from './instructions.js'
import { branch, frameOf, leaveLoop, loopEndingWith, topFrame } from './jump.js'
import { conditionOf, negated, parenthesised } from './value.js'

function labelOf(node: PlainNode): number {
  const [immediate] = node.immediates
  return immediate?.kind === 'label' ? immediate.index : 0
}

const br: Handler = (emitter, node) => {
  emitter.evaluateAll()
  branch(emitter, frameOf(emitter, labelOf(node)), true)
  return false
}

const returnHandler: Handler = (emitter) => {
  emitter.evaluateAll()
  branch(emitter, emitter.frames[0]!, true)
  return false
}

const brIf: Handler = (emitter, node) => {
  const condition = emitter.pop()
  emitter.evaluateAll()
  const target = frameOf(emitter, labelOf(node))
  const test = emitter.unlessStopped(node, conditionOf(condition))
  const skips =
    target === topFrame(emitter) &&
    target.kind === 'block' &&
    target.wrapper === undefined &&
    target.segment === undefined &&
    target.results.length === 0
  const loop = skips ? loopEndingWith(emitter, target) : undefined
  if (loop !== undefined) {
    emitter.open(`if ${parenthesised(test)} {`)
    leaveLoop(emitter, loop)
    emitter.close()
    return
  }
  if (skips) {
    emitter.joinInto(target)
    emitter.open(`if ${parenthesised(negated(test))} {`)
    target.openBraces++
    return
  }
  emitter.open(`if ${parenthesised(test)} {`)
  branch(emitter, target, false)
  emitter.close()
  return
}

const brTable: Handler = (emitter, node) => {
  const index = emitter.named(emitter.pop())
  emitter.evaluateAll()
  const [immediate] = node.immediates
  if (immediate?.kind !== 'labels') return false
  for (const [label, indices] of indicesByLabel(immediate.labels, immediate.default)) {
    emitter.open(`if (${isOneOf(emitter, index.text, indices)}) {`)
    branch(emitter, frameOf(emitter, label), false)
    emitter.close()
  }
  branch(emitter, frameOf(emitter, immediate.default), true)
  return false
}

function indicesByLabel(labels: readonly number[], fallback: number): Map<number, number[]> {
  const found = new Map<number, number[]>()
  labels.forEach((label, index) => {
    if (label === fallback) return
    const known = found.get(label)
    if (known === undefined) found.set(label, [index])
    else known.push(index)
  })
  return found
}

/** Compilers of shaders take long for many comparisons, and Tint takes no more than 512 in a row. */
const mostTests = 64

function isOneOf({ context }: FunctionEmitter, text: string, indices: readonly number[]): string {
  const tests = rangeTests(text, indices)
  return tests.length <= mostTests ? tests.join(' || ') : `${context.indexSets.add(indices)}(${text})`
}

/** Tests whether a number is one of some rising indices, a test for each run of neighbours. */
function rangeTests(text: string, indices: readonly number[]): string[] {
  const tests: string[] = []
  let start = 0
  for (let end = 1; end <= indices.length; end++) {
    if (end < indices.length && indices[end] === indices[end - 1]! + 1) continue
    const length = end - start
    const first = indices[start]!
    if (length === 1) tests.push(`${text} == ${first}u`)
    else if (first === 0) tests.push(`${text} < ${length}u`)
    else tests.push(`(${text} - ${first}u) < ${length}u`)
    start = end
  }
  return tests
}

const unreachable: Handler = (emitter, node) => {
  emitter.evaluateAll()
  emitTrap(emitter, node, trapCode('unreachable'))
  return false
}

/** A statement that traps and leaves. */
function emitTrap(emitter: FunctionEmitter, node: PlainNode, cause: number): void {
  emitter.markTrapping()
  emitter.line(`trap(${emitter.site(node)}, ${cause}u);`)
  emitter.line(emitter.leave)
}

export const branches: Record<string, Handler> = {
  br,
  return: returnHandler,
  br_if: brIf,
  br_table: brTable,
  unreachable,
}
