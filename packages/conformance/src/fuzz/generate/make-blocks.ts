import type { NumericType } from '@weft/wasm-binary'
import { operations } from '../program/instruction-lists.js'
import { hiddenLabel } from '../program/program.js'
import {
  type BlockNode,
  type BranchNode,
  dropAll,
  entry,
  instruction,
  localSet,
  type Node,
  sequence,
} from '../program/tree.js'
import type { Label, Scope } from './scope.js'

const mostTurns = 6
/** What a loop without a counter may take: see `encodeProgram`. */
const fuelTurns = 16

/** A block, loop or conditional that leaves these values. */
export function makeBlock(scope: Scope, results: readonly NumericType[]): Node {
  const { random } = scope
  const kind = random.weighted([
    [4, 'block'],
    [2, 'loop'],
    [5, 'if'],
  ] as const)
  const parameters = random.chance(0.75) ? [] : someTypes(scope)
  if (kind === 'if') return makeIf(scope, parameters, results)
  return kind === 'block' ? makePlainBlock(scope, parameters, results) : makeLoop(scope, parameters, results)
}

function someTypes({ random, plan }: Scope): NumericType[] {
  return Array.from({ length: random.between(1, 3) }, () => random.pick(plan.types))
}

function makePlainBlock(
  scope: Scope,
  parameters: readonly NumericType[],
  results: readonly NumericType[],
): BlockNode {
  const operands = scope.values(parameters)
  return scope.withLabel(results, (label) => {
    const body = makeBody(scope, parameters, results)
    return { kind: 'block', label, parameters, results, operands: [...operands, body] }
  })
}

/** A loop with a counter, or one with a label that its body may branch to. */
function makeLoop(
  scope: Scope,
  parameters: readonly NumericType[],
  results: readonly NumericType[],
): BlockNode {
  const operands = scope.values(parameters)
  const counted = parameters.length === 0 && scope.random.chance(0.6)
  const turns = counted ? scope.random.between(1, mostTurns) : fuelTurns
  const outside = scope.turns
  scope.turns = counted ? outside * turns : Math.max(outside, turns)
  const loop = counted
    ? makeCounted(scope, turns, results)
    : scope.withLabel(parameters, (label): BlockNode => {
        const body = sequence([makeBody(scope, parameters, results), ...again(scope, label, parameters)])
        return { kind: 'loop', label, parameters, results, operands: [...operands, body] }
      })
  scope.turns = outside
  return loop
}

function makeCounted(scope: Scope, turns: number, results: readonly NumericType[]): BlockNode {
  const counter = scope.addLocal('i32', false)
  const body = makeBody(scope, [], results)
  const count = { local: counter.number, turns }
  return { kind: 'loop', label: hiddenLabel, parameters: [], results, operands: [body], count }
}

/** Often goes back to the start of a loop, above the results of its body. */
function again(scope: Scope, label: number, parameters: readonly NumericType[]): Node[] {
  if (scope.random.chance(0.3)) return []
  const back = branch('br_if', [label], [...scope.values(parameters), scope.value('i32')], parameters)
  return [dropAll(back)]
}

function makeIf(scope: Scope, parameters: readonly NumericType[], results: readonly NumericType[]): Node {
  const { random } = scope
  const operands = [...scope.values(parameters), scope.value('i32')]
  return scope.withLabel(results, (label) => {
    const hasElse = String(parameters) !== String(results) || random.chance(0.5)
    const bodies = [makeBody(scope, parameters, results)]
    if (hasElse) bodies.push(makeBody(scope, parameters, results))
    return { kind: 'if', label, parameters, results, hasElse, operands: [...operands, ...bodies] }
  })
}

/** Takes what the block was given, does something, leaves the results. */
function makeBody(scope: Scope, parameters: readonly NumericType[], results: readonly NumericType[]): Node {
  const taken = parameters.length === 0 ? [] : [entry(parameters)]
  const passesThrough = parameters.every((type, index) => results[index] === type)
  if (passesThrough && (parameters.length === 0 || scope.random.chance(0.5))) {
    const rest = results.slice(parameters.length)
    return sequence([...taken, ...scope.statements(4), ...scope.values(rest)])
  }
  return sequence([consume(scope, parameters), ...scope.statements(4), ...scope.values(results)])
}

/** Puts what the block was given into locals, some of it after an operation. */
function consume(scope: Scope, parameters: readonly NumericType[]): Node {
  const { random } = scope
  let rest: Node = entry(parameters)
  const fitting = operations.filter((operation) => String(operation.parameters) === String(parameters))
  const usable = fitting.filter(({ name }) => /\.(add|sub|xor|or|eq|ne|shl|extend|splat)/.test(name))
  if (usable.length > 0 && random.chance(0.5)) {
    const { name, results } = random.pick(usable)
    rest = instruction(name, [rest], results)
  }
  while (rest.results.length > 0) {
    const locals = scope.writable(rest.results.at(-1) as NumericType)
    if (locals.length > 0) rest = localSet(random.pick(locals).number, rest)
    else rest = instruction('drop', [rest], rest.results.slice(0, -1) as NumericType[])
  }
  return rest
}

function branch(
  name: BranchNode['name'],
  labels: readonly number[],
  operands: readonly Node[],
  results: readonly NumericType[],
): BranchNode {
  return { kind: 'branch', name, labels, operands, results }
}

/** A conditional branch that carries the values, and leaves them where it is not taken. */
export function makeBreakingValue(scope: Scope, types: readonly NumericType[]): Node | undefined {
  const label = labelFor(scope, ({ types: carried }) => String(carried) === String(types))
  if (label === undefined) return undefined
  return branch('br_if', [label.number], [...scope.values(types), scope.value('i32')], types)
}

/** A conditional branch anywhere, as a statement. */
export function makeBreak(scope: Scope): Node {
  const label = scope.random.pick(scope.labels)
  const operands = [...scope.values(label.types), scope.value('i32')]
  return dropAll(branch('br_if', [label.number], operands, label.types))
}

function labelFor(scope: Scope, fits: (label: Label) => boolean): Label | undefined {
  const labels = scope.labels.filter(fits)
  return labels.length === 0 ? undefined : scope.random.pick(labels)
}

const exits = ['br', 'br_table'] as const

/** Leaves for good, so that any values may be said to follow: `br`, `br_table`, `return`. */
export function makeDeadEnd(scope: Scope, results: readonly NumericType[]): Node {
  const { random } = scope
  const target = random.pick(scope.labels)
  const carried = scope.values(target.types)
  // What a kernel leaves out at its end is not seen: it rarely returns before.
  const kind = random.pick(scope.isKernel && random.chance(0.7) ? exits : [...exits, 'return' as const])
  if (kind === 'br') return branch(kind, [target.number], carried, results)
  if (kind === 'br_table') {
    const fitting = scope.labels.filter(({ types }) => String(types) === String(target.types))
    const labels = Array.from({ length: random.between(1, 6) }, () => random.pick(fitting).number)
    return branch(kind, labels, [...carried, scope.value('i32')], results)
  }
  return instruction('return', scope.values(scope.plan.signatures[scope.number]!.results), results)
}

/** Blocks around a `br_table` that leaves one of them, as compilers write a `switch`. */
export function makeSwitch(scope: Scope, depth = scope.random.between(2, 5), labels: number[] = []): Node {
  return scope.withLabel([], (label): Node => {
    const around = [...labels, label]
    const inner = depth > 1 ? makeSwitch(scope, depth - 1, around) : tableOf(scope, around)
    const body = sequence([inner, ...scope.statements(2)])
    return { kind: 'block', label, parameters: [], results: [], operands: [body] }
  })
}

function tableOf(scope: Scope, around: readonly number[]): Node {
  const { random } = scope
  const labels = Array.from({ length: random.between(2, 9) }, () => random.pick(around))
  return branch('br_table', labels, [scope.value('i32')], [])
}
