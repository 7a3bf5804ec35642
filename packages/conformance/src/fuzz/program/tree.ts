import type { Immediate, NumericType } from '@weft/wasm-binary'

/** What a node leaves behind. Addresses and lengths are kept apart from `i32`, so that nothing else takes their place. */
export type ResultType = NumericType | 'address' | 'length'

/**
 * A piece of a kernel: its operands' code, then its own. What the operands leave on the stack, one after the other, is
 * what it takes. Locals, globals, functions, signatures and labels are numbers of the program, not of the module.
 */
export type Node =
  | InstructionNode
  | SequenceNode
  | BlockNode
  | IfNode
  | BranchNode
  | EntryNode
  | AddressNode
  | LengthNode

interface NodeBase {
  readonly operands: readonly Node[]
  readonly results: readonly ResultType[]
}

export interface InstructionNode extends NodeBase {
  readonly kind: 'instruction'
  readonly name: string
  readonly immediates: readonly Immediate[]
}

export interface SequenceNode extends NodeBase {
  readonly kind: 'sequence'
}

/** `block` and `loop`: what they take, then their body. */
export interface BlockNode extends NodeBase {
  readonly kind: 'block' | 'loop'
  readonly label: number
  readonly parameters: readonly NumericType[]
  /** A loop that ends after so many turns, counted in a local. Other loops use up fuel that their function has. */
  readonly count?: { readonly local: number; readonly turns: number } | undefined
}

/** What it takes, the condition, and one or two bodies. */
export interface IfNode extends NodeBase {
  readonly kind: 'if'
  readonly label: number
  readonly parameters: readonly NumericType[]
  readonly hasElse: boolean
}

/** A branch; the last label of `br_table` is its default. */
export interface BranchNode extends NodeBase {
  readonly kind: 'branch'
  readonly name: 'br' | 'br_if' | 'br_table'
  readonly labels: readonly number[]
}

/** What a block has taken, at the start of its body. */
export interface EntryNode extends NodeBase {
  readonly kind: 'entry'
}

/** Where an address may point: see `FuzzFunction.bases`. */
export type Base = 'slice' | 'input' | 'secondInput' | 'shared' | 'static' | 'nowhere'

/** A base plus its operand's bits in `mask`. `nowhere` is above all memories. */
export interface AddressNode extends NodeBase {
  readonly kind: 'address'
  readonly base: Base
  readonly mask: number
  /** Added, so that an atomic access fails. */
  readonly misalignment: number
}

/** Its operand's bits in `mask`: a number of bytes. */
export interface LengthNode extends NodeBase {
  readonly kind: 'length'
  readonly mask: number
}

/** An instruction with what it takes and what it leaves. */
export function instruction(
  name: string,
  operands: readonly Node[] = [],
  results: readonly NumericType[] = [],
  ...immediates: readonly Immediate[]
): InstructionNode {
  return { kind: 'instruction', name, immediates, operands, results }
}

/** Nodes one after the other. */
export function sequence(operands: readonly Node[]): SequenceNode {
  return { kind: 'sequence', operands, results: operands.flatMap(({ results }) => results) }
}

export function entry(results: readonly NumericType[]): EntryNode {
  return { kind: 'entry', operands: [], results }
}

export function localGet(local: number, type: NumericType): InstructionNode {
  return instruction('local.get', [], [type], { kind: 'local', index: local })
}

/** Takes the last value that `node` leaves. */
export function localSet(local: number, node: Node): InstructionNode {
  const results = node.results.slice(0, -1) as NumericType[]
  return instruction('local.set', [node], results, { kind: 'local', index: local })
}

/** Drops all that `node` leaves. */
export function dropAll(node: Node): Node {
  let dropped = node
  while (dropped.results.length > 0) {
    dropped = instruction('drop', [dropped], dropped.results.slice(0, -1) as NumericType[])
  }
  return dropped
}

export function address(base: Base, mask: number, operand: Node, misalignment = 0): AddressNode {
  return { kind: 'address', base, mask, misalignment, operands: [operand], results: ['address'] }
}

export function length(mask: number, operand: Node): LengthNode {
  return { kind: 'length', mask, operands: [operand], results: ['length'] }
}
