import type { Immediate, NumericType } from '@weft/wasm-binary'
import { zero } from '../program/constants.js'
import { type FuzzProgram, fixedParameters, functionLabel, hiddenLabel } from '../program/program.js'
import type {
  AddressNode,
  Base,
  BlockNode,
  BranchNode,
  IfNode,
  InstructionNode,
  LengthNode,
  Node,
} from '../program/tree.js'
import { InstructionWriter } from './instruction-writer.js'
import type { ModuleIndices } from './module-indices.js'
import { absorbedLanes, canonicalBytes, type FloatLane, openLanes } from './nan.js'

/** Above the memory of every device. */
const nowhere = 0xf000_0000
/** Pointers that functions other than the kernel take in front of their parameters. */
export const hiddenParameters: readonly NumericType[] = ['i32', 'i32']

/** A label that the program does not have here: shrinking has moved a branch out of its block. */
export class UnknownLabelError extends RangeError {}

/** Writes the body of one function. What it finds in use gets an index in `indices`. */
export class FunctionEncoder {
  readonly writer = new InstructionWriter()
  /** Types of the locals in use, behind the parameters. */
  readonly locals: NumericType[] = []
  usesFuel = false
  usesSlice = false
  private readonly program: FuzzProgram
  private readonly number: number
  private readonly indices: ModuleIndices
  private readonly parameterCount: number
  private readonly assigned = new Map<number | string, number>()
  /** Labels of the blocks around, innermost last. */
  private readonly labels: number[] = []

  constructor(program: FuzzProgram, number: number, indices: ModuleIndices) {
    this.program = program
    this.number = number
    this.indices = indices
    const { parameters } = program.functions[number]!.signature
    this.parameterCount = parameters.length + (this.isKernel ? 0 : hiddenParameters.length)
    this.labels.push(functionLabel)
    this.node(program.functions[number]!.body, undefined)
  }

  get isKernel(): boolean {
    return this.number === 0
  }

  /** The index of a local that only the encoder knows. */
  hiddenLocal(name: string, type: NumericType): number {
    return this.assign(name, type)
  }

  /** `absorbed`: float lanes whose NaN bits do not matter to what takes the node's result. */
  private node(node: Node, absorbed: FloatLane | undefined): void {
    if (node.kind === 'instruction') this.instruction(node, absorbed)
    else if (node.kind === 'sequence') this.operands(node.operands)
    else if (node.kind === 'block' || node.kind === 'loop') this.block(node)
    else if (node.kind === 'if') this.conditional(node)
    else if (node.kind === 'branch') this.branch(node)
    else if (node.kind === 'address') this.address(node)
    else if (node.kind === 'length') this.length(node)
  }

  private operands(nodes: readonly Node[], absorbed?: FloatLane): void {
    for (const node of nodes) this.node(node, absorbed)
  }

  private instruction(node: InstructionNode, absorbed: FloatLane | undefined): void {
    if (node.name === 'call' || node.name === 'call_indirect') {
      this.pointer('slice')
      this.pointer('input')
    }
    this.operands(node.operands, absorbedLanes(node.name))
    this.writer.emit(node.name, ...node.immediates.map((immediate) => this.immediate(immediate)))
    const open = openLanes(node.name)
    if (open !== undefined && open !== absorbed) this.canonicalise(open, node.results[0] as NumericType)
  }

  private immediate(immediate: Immediate): Immediate {
    switch (immediate.kind) {
      case 'local':
        return { kind: 'local', index: this.local(immediate.index) }
      case 'global':
        return { kind: 'global', index: this.indices.global(immediate.index) }
      case 'function':
        return { kind: 'function', index: this.indices.function(immediate.index) }
      case 'type': {
        const { parameters, results } = this.program.functions[immediate.index]!.signature
        const type = this.indices.type([...hiddenParameters, ...parameters], results)
        this.indices.usesTable = true
        return { kind: 'type', index: type }
      }
      default:
        return immediate
    }
  }

  private canonicalise(lane: FloatLane, type: NumericType): void {
    const scratch = this.assign(`scratch ${type}`, type)
    const bytes = canonicalBytes(lane)
    this.writer.local('tee', scratch)
    const isVector = type === 'v128'
    if (isVector) this.writer.emit('v128.const', { kind: 'v128', bytes })
    else this.writer.emit(`${type}.const`, floatImmediate(lane, bytes))
    this.writer.local('get', scratch).local('get', scratch)
    if (isVector) this.writer.emit(lane === 'f32' ? 'f32x4.eq' : 'f64x2.eq').emit('v128.bitselect')
    else this.writer.emit(`${type}.eq`).emit('select')
  }

  private block(node: BlockNode): void {
    this.operands(node.operands.slice(0, -1))
    if (node.kind === 'block') {
      this.open('block', node)
      this.node(node.operands.at(-1)!, undefined)
    } else if (node.count === undefined) this.fuelledLoop(node)
    else this.countedLoop(node, this.local(node.count.local), node.count.turns)
    this.close()
  }

  private countedLoop(node: BlockNode, counter: number, turns: number): void {
    this.writer.word(0).local('set', counter)
    this.open('loop', node)
    this.node(node.operands.at(-1)!, undefined)
    this.writer.local('get', counter).word(1).emit('i32.add').local('tee', counter)
    this.writer.word(turns).emit('i32.lt_u').branch('br_if', 0)
  }

  /** A loop, and a block around it that is left with zeros when the fuel is used up, so that every loop ends. */
  private fuelledLoop(node: BlockNode): void {
    const { writer } = this
    this.usesFuel = true
    const fuel = this.assign('fuel', 'i32')
    this.open('block', { ...node, label: hiddenLabel })
    this.open('loop', node)
    writer.local('get', fuel).word(1).emit('i32.sub').local('tee', fuel).word(0).emit('i32.lt_s')
    writer.open('if', { kind: 'empty' })
    for (const type of node.results as NumericType[]) {
      const { name, immediates } = zero(type)
      writer.emit(name, ...immediates)
    }
    writer.branch('br', 2).emit('end')
    this.node(node.operands.at(-1)!, undefined)
    this.close()
  }

  private conditional(node: IfNode): void {
    const bodies = node.hasElse ? 2 : 1
    this.operands(node.operands.slice(0, -bodies))
    this.open('if', node)
    this.node(node.operands.at(-bodies)!, undefined)
    if (node.hasElse) {
      this.writer.emit('else')
      this.node(node.operands.at(-1)!, undefined)
    }
    this.close()
  }

  private open(name: 'block' | 'loop' | 'if', { parameters, results, label }: BlockNode | IfNode): void {
    this.writer.open(name, this.indices.blockType(parameters, results as NumericType[]))
    this.labels.push(label)
  }

  private close(): void {
    this.labels.pop()
    this.writer.emit('end')
  }

  private branch(node: BranchNode): void {
    this.operands(node.operands)
    const depths = node.labels.map((label) => this.depth(label))
    if (node.name !== 'br_table') this.writer.branch(node.name, depths[0]!)
    else
      this.writer.emit('br_table', { kind: 'labels', labels: depths.slice(0, -1), default: depths.at(-1)! })
  }

  private depth(label: number): number {
    const position = this.labels.lastIndexOf(label)
    if (position < 0) throw new UnknownLabelError(`label ${label} is not around`)
    return this.labels.length - 1 - position
  }

  private address({ base, mask, misalignment, operands }: AddressNode): void {
    if (base === 'static') this.writer.word(this.indices.staticAddress())
    else if (base === 'nowhere') this.writer.word(nowhere)
    else this.pointer(base)
    if (mask !== 0) {
      this.operands(operands)
      this.writer
        .word(mask)
        .emit('i32.and')
        .emit(base === 'nowhere' ? 'i32.or' : 'i32.add')
    }
    if (misalignment !== 0) this.writer.word(misalignment).emit('i32.or')
  }

  private length({ mask, operands }: LengthNode): void {
    this.operands(operands)
    this.writer.word(mask).emit('i32.and')
  }

  private pointer(base: Base): void {
    if (!this.isKernel) {
      this.writer.local('get', base === 'slice' ? 0 : 1)
      return
    }
    if (base === 'slice') this.usesSlice = true
    this.writer.local('get', base === 'slice' ? this.assign('slice', 'i32') : this.bufferPointer(base))
  }

  private bufferPointer(base: Base): number {
    const { inputs } = this.program.layout
    const buffer = base === 'input' ? 0 : base === 'secondInput' ? 1 : inputs + 1
    return fixedParameters + 2 * buffer
  }

  private local(number: number): number {
    const { signature, locals } = this.program.functions[this.number]!
    const parameters = signature.parameters.length
    if (number < parameters) return number + this.parameterCount - parameters
    return this.assign(number, locals[number - parameters]!)
  }

  private assign(key: number | string, type: NumericType): number {
    const present = this.assigned.get(key)
    if (present !== undefined) return present
    const index = this.parameterCount + this.locals.length
    this.locals.push(type)
    this.assigned.set(key, index)
    return index
  }
}

function floatImmediate(kind: FloatLane, bytes: Uint8Array): Immediate {
  const view = new DataView(bytes.buffer)
  if (kind === 'f32') return { kind, value: Number.NaN, bits: view.getUint32(0, true) }
  return { kind, value: Number.NaN, bits: view.getBigUint64(0, true) }
}
