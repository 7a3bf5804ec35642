import { ByteWriter } from '@weft/core'
import type { BlockType, Catch, Immediate } from './immediates.js'
import type { HeapType } from './module.js'
import { opcodeEntry } from './opcodes/opcodes.js'
import { writeHeapType, writeReferenceType, writeValueType, writeValueTypes } from './value-types.js'

/** An instruction to be written: what `Instruction` is without its place. */
export interface InstructionCode {
  readonly opcode: number
  readonly immediates: readonly Immediate[]
}

/**
 * The bytes of an instruction, in the shortest form. `sizeBytes` asks for that size: indices are padded as far as
 * LEB128 allows, so that what follows keeps its offset. Throws `RangeError` for an unknown opcode.
 */
export function encodeInstruction(instruction: InstructionCode, sizeBytes = 0): Uint8Array {
  const shortest = write(instruction, 0)
  return shortest.length < sizeBytes ? write(instruction, sizeBytes - shortest.length) : shortest
}

function write(instruction: InstructionCode, padding: number): Uint8Array {
  const writer = new ImmediateWriter(padding)
  writer.opcode(instruction.opcode)
  for (const immediate of instruction.immediates) writer.immediate(immediate)
  return writer.output.finish()
}

const longestIndex = 5

class ImmediateWriter {
  readonly output = new ByteWriter(16)
  private padding: number

  constructor(padding: number) {
    this.padding = padding
  }

  opcode(opcode: number): void {
    const entry = opcodeEntry(opcode)
    if (entry === undefined) throw new RangeError(`no instruction has the opcode 0x${opcode.toString(16)}`)
    if (opcode <= 0xff) this.output.u8(opcode)
    else this.output.u8(opcode >>> 16).u32(opcode & 0xffff)
    if (entry.shapes.includes('zero')) this.output.u8(0)
  }

  immediate(immediate: Immediate): void {
    switch (immediate.kind) {
      case 'labels':
        this.output.u32(immediate.labels.length)
        for (const label of immediate.labels) this.index(label)
        this.index(immediate.default)
        return
      case 'block':
        this.blockType(immediate.type)
        return
      case 'memarg':
        this.output.u32(immediate.align | (immediate.memory === 0 ? 0 : 0x40))
        if (immediate.memory !== 0) this.index(immediate.memory)
        this.output.u64(immediate.offset)
        return
      case 'heap':
      case 'reference':
        this.heapType(typeof immediate.type === 'object' ? immediate.type.heap : immediate.type)
        return
      case 'cast':
        this.output.u8((immediate.source.nullable ? 1 : 0) | (immediate.target.nullable ? 2 : 0))
        this.index(immediate.label)
        this.heapType(immediate.source.heap)
        this.heapType(immediate.target.heap)
        return
      case 'types':
        writeValueTypes(this.output, immediate.types)
        return
      case 'catches':
        this.output.u32(immediate.catches.length)
        for (const clause of immediate.catches) this.catch(clause)
        return
      default:
        this.plain(immediate)
        return
    }
  }

  private plain(immediate: Immediate): void {
    const { output } = this
    if ('index' in immediate) this.index(immediate.index)
    else if (immediate.kind === 'i32' || immediate.kind === 'i64') output.signed(immediate.value)
    else if (immediate.kind === 'f32') output.bytes(littleEndian(BigInt(immediate.bits), 4))
    else if (immediate.kind === 'f64') output.bytes(littleEndian(immediate.bits, 8))
    else if (immediate.kind === 'v128') output.bytes(immediate.bytes)
    else if (immediate.kind === 'shuffle') output.bytes(immediate.lanes)
    else if (immediate.kind === 'lane') output.u8(immediate.lane)
    else if (immediate.kind === 'count') output.u32(immediate.count)
  }

  private index(index: number): void {
    this.padded((output, size) => output.u32(index, size))
  }

  private heapType(heap: HeapType): void {
    if (typeof heap === 'string') writeHeapType(this.output, heap)
    else this.padded((output, size) => writeHeapType(output, heap, size))
  }

  private blockType(type: BlockType): void {
    if (type.kind === 'empty') this.output.u8(0x40)
    else if (type.kind === 'type') this.padded((output, size) => output.signed(type.index, size))
    else if (typeof type.type === 'string') writeValueType(this.output, type.type)
    else writeReferenceType(this.output, type.type)
  }

  private catch(clause: Catch): void {
    this.output.u8(['catch', 'catch_ref', 'catch_all', 'catch_all_ref'].indexOf(clause.kind))
    if ('tag' in clause) this.index(clause.tag)
    this.index(clause.label)
  }

  /** Writes an index with as much of the wanted padding as it can take. */
  private padded(writeIndex: (output: ByteWriter, minimumSize: number) => void): void {
    const shortest = new ByteWriter(longestIndex)
    writeIndex(shortest, 1)
    const size = Math.min(longestIndex, shortest.offset + this.padding)
    this.padding -= size - shortest.offset
    writeIndex(this.output, size)
  }
}

function littleEndian(bits: bigint, sizeBytes: number): Uint8Array {
  return Uint8Array.from({ length: sizeBytes }, (_, index) => Number((bits >> BigInt(8 * index)) & 0xffn))
}
