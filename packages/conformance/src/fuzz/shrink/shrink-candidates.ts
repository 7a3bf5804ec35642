import type { NumericType } from '@weft/wasm-binary'
import { zero } from '../program/constants.js'
import type { FuzzFunction, FuzzProgram } from '../program/program.js'
import { type Node, type ResultType, sequence } from '../program/tree.js'

/** How large a node is; every step of shrinking makes it smaller. */
function weightOf(node: Node): number {
  return ownWeight(node) + node.operands.reduce((sum, operand) => sum + weightOf(operand), 0)
}

function ownWeight(node: Node): number {
  if (node.kind === 'sequence') return 1
  if (isZero(node)) return 4
  if (node.kind === 'instruction' && node.name.endsWith('.const')) return 5
  const turns = node.kind === 'loop' ? (node.count?.turns ?? 0) : 0
  return 6 + turns
}

function isZero(node: Node): boolean {
  if (node.kind !== 'instruction' || !node.name.endsWith('.const')) return false
  const [immediate] = node.immediates
  if (immediate === undefined) return false
  if ('bits' in immediate) return BigInt(immediate.bits) === 0n
  if ('value' in immediate) return BigInt(immediate.value) === 0n
  return 'bytes' in immediate && immediate.bytes.every((byte) => byte === 0)
}

/** Nodes that may stand in the place of `node`, smallest first. Not all of them make a valid kernel. */
export function replacementsOf(node: Node): Node[] {
  const candidates = [...defaultsOf(node), ...partsOf(node), ...reducedOf(node)]
  const weight = weightOf(node)
  return candidates.filter((candidate) => weightOf(candidate) < weight)
}

function isNumeric(type: ResultType): type is NumericType {
  return type !== 'address' && type !== 'length'
}

/** Nothing, or zeros. */
function defaultsOf({ results, kind }: Node): Node[] {
  if (kind === 'entry') return []
  const types = results.filter(isNumeric)
  if (types.length < results.length) return []
  return types.length === 1 ? [zero(types[0]!)] : [sequence(types.map(zero))]
}

const mostParts = 8

/** Parts of the node that leave what it leaves, the largest ones first. */
function partsOf(node: Node): Node[] {
  const wanted = String(node.results)
  const parts: Node[] = []
  let level: readonly Node[] = node.operands
  while (level.length > 0 && parts.length < mostParts) {
    parts.push(...level.filter(({ results, kind }) => kind !== 'entry' && String(results) === wanted))
    level = level.flatMap(({ operands }) => operands)
  }
  return parts.slice(0, mostParts)
}

/** The node with less in it. */
function reducedOf(node: Node): Node[] {
  if (node.kind === 'if' && node.hasElse && String(node.parameters) === String(node.results)) {
    return [{ ...node, hasElse: false, operands: node.operands.slice(0, -1) }]
  }
  if (node.kind === 'loop' && node.count !== undefined) {
    const { count } = node
    return [1, 2, count.turns - 1].map((turns) => ({ ...node, count: { ...count, turns } }))
  }
  return node.kind === 'sequence' ? shorterSequences(node.operands) : []
}

/** The sequence without a run of its statements: half of them, a quarter, … */
function shorterSequences(operands: readonly Node[]): Node[] {
  const shorter: Node[] = []
  for (let size = operands.length >> 1; size >= 1; size >>= 1) {
    for (let start = 0; start + size <= operands.length; start += size) {
      const removed = operands.slice(start, start + size)
      if (removed.some(({ results }) => results.length > 0)) continue
      shorter.push(sequence([...operands.slice(0, start), ...operands.slice(start + size)]))
    }
  }
  return shorter
}

export function withBody(program: FuzzProgram, number: number, body: Node): FuzzProgram {
  const functions = program.functions.map(
    (entry, index): FuzzFunction => (index === number ? { ...entry, body } : entry),
  )
  return { ...program, functions }
}

/** The program for fewer iterations. */
export function withIterations(program: FuzzProgram, iterations: number): FuzzProgram {
  return { ...program, layout: { ...program.layout, iterations } }
}
