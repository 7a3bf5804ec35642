import { ByteReader } from '@weft/core'
import { type Immediate, readImmediate } from './immediates.js'
import { isPrefix, opcodeEntry } from './opcodes/opcodes.js'

export interface Instruction {
  /** One byte, or `prefix << 16 | sub-opcode`. */
  readonly opcode: number
  /** Name in the text format. */
  readonly name: string
  /** Offset of the first byte in the expression. */
  readonly start: number
  /** Offset one past the last byte. */
  readonly end: number
  readonly immediates: readonly Immediate[]
}

/** Reads one instruction where the reader stands. Throws `BinaryError`. */
function readInstruction(reader: ByteReader): Instruction {
  const start = reader.offset
  const opcode = readOpcode(reader)
  const entry = opcodeEntry(opcode)
  if (entry === undefined) return reader.fail(`unknown instruction 0x${opcode.toString(16)}`, start)
  const immediates: Immediate[] = []
  for (const shape of entry.shapes) {
    const immediate = readImmediate(reader, shape)
    if (immediate !== undefined) immediates.push(immediate)
  }
  return { opcode, name: entry.name, start, end: reader.offset, immediates }
}

function readOpcode(reader: ByteReader): number {
  const start = reader.offset
  const byte = reader.u8()
  if (!isPrefix(byte)) return byte
  const sub = reader.u32()
  return sub > 0xffff
    ? reader.fail(`unknown instruction 0x${byte.toString(16)} ${sub}`, start)
    : (byte << 16) | sub
}

const opening = new Set(['block', 'loop', 'if', 'try', 'try_table'])

/** How an instruction changes the nesting of blocks: 1 opens one, −1 closes one. */
export function nestingChange(instruction: Instruction): -1 | 0 | 1 {
  if (instruction.name === 'end' || instruction.name === 'delegate') return -1
  return opening.has(instruction.name) ? 1 : 0
}

/** Reads the instructions of one expression from where the reader stands, its final `end` included. */
export function readExpression(
  reader: ByteReader,
  visit: (instruction: Instruction) => void = () => {},
): void {
  let depth = 1
  while (depth > 0) {
    const instruction = readInstruction(reader)
    depth += nestingChange(instruction)
    visit(instruction)
  }
}

/**
 * Calls `visit` for every instruction of an expression, which must end with its last byte. `baseOffset` is where
 * the expression begins in its module: it is added to the offsets in errors. Throws `BinaryError`.
 */
export function forEachInstruction(
  expression: Uint8Array,
  visit: (instruction: Instruction) => void,
  baseOffset = 0,
): void {
  const reader = new ByteReader(expression, 0, expression.length, 'code', baseOffset)
  readExpression(reader, visit)
  if (!reader.done) reader.fail('bytes behind the end of the expression')
}

/** Every instruction of an expression, as `forEachInstruction` visits them. */
export function decodeInstructions(expression: Uint8Array, baseOffset = 0): Instruction[] {
  const instructions: Instruction[] = []
  forEachInstruction(expression, (instruction) => instructions.push(instruction), baseOffset)
  return instructions
}
