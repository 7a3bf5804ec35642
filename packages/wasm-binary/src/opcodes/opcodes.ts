import { atomicOpcodes } from './atomic-opcodes.js'
import { coreOpcodes } from './core-opcodes.js'
import { gcOpcodes } from './gc-opcodes.js'
import { miscOpcodes } from './misc-opcodes.js'
import type { OpcodeEntry } from './opcode-table.js'
import { simdOpcodes } from './simd-opcodes.js'

const all: readonly OpcodeEntry[] = [
  ...coreOpcodes,
  ...gcOpcodes,
  ...miscOpcodes,
  ...simdOpcodes,
  ...atomicOpcodes,
]

/** Every instruction, by opcode. */
export const opcodeEntries: ReadonlyMap<number, OpcodeEntry> = new Map(
  all.map((entry) => [entry.opcode, entry]),
)

// `select` has two opcodes with one name, `ref.test` and `ref.cast` too: the name stands for the plain one.
const byName = new Map(all.toReversed().map((entry) => [entry.name, entry.opcode]))

/** The opcode of an instruction's text format name; of the first where several share it. Throws `RangeError`. */
export function opcodeOf(name: string): number {
  const opcode = byName.get(name)
  if (opcode === undefined) throw new RangeError(`no instruction is named "${name}"`)
  return opcode
}

const prefixes = new Set([0xfb, 0xfc, 0xfd, 0xfe])

/** True for the first byte of a two-part opcode. */
export function isPrefix(byte: number): boolean {
  return prefixes.has(byte)
}
