import { atomicOpcodes } from './atomic-opcodes.js'
import { coreOpcodes } from './core-opcodes.js'
import { gcOpcodes } from './gc-opcodes.js'
import { miscOpcodes } from './misc-opcodes.js'
import type { OpcodeEntry } from './opcode-table.js'
import { simdOpcodes } from './simd-opcodes.js'

/** Makes the entries of each prefix; 0 stands for the opcodes without one. */
const makers: ReadonlyMap<number, () => OpcodeEntry[]> = /* @__PURE__ */ new Map([
  [0, coreOpcodes],
  [0xfb, gcOpcodes],
  [0xfc, miscOpcodes],
  [0xfd, simdOpcodes],
  [0xfe, atomicOpcodes],
])

// Tables are made when they are needed: most modules use few prefixes, and a cold start pays for each.
const tables = /* @__PURE__ */ new Map<number, ReadonlyMap<number, OpcodeEntry>>()

function tableOf(prefix: number): ReadonlyMap<number, OpcodeEntry> {
  const known = tables.get(prefix)
  if (known !== undefined) return known
  const entries = makers.get(prefix)?.() ?? []
  const table = new Map(entries.map((entry) => [entry.opcode, entry]))
  tables.set(prefix, table)
  return table
}

/** The name and immediates of an opcode; undefined for one that is not assigned. */
export function opcodeEntry(opcode: number): OpcodeEntry | undefined {
  return tableOf(opcode >>> 16).get(opcode)
}

/** Every instruction there is. */
export function opcodeEntries(): OpcodeEntry[] {
  return [...makers.keys()].flatMap((prefix) => [...tableOf(prefix).values()])
}

/** The opcode of an instruction's text format name; of the first where several share it. Throws `RangeError`. */
export function opcodeOf(name: string): number {
  for (const prefix of makers.keys()) {
    for (const entry of tableOf(prefix).values()) if (entry.name === name) return entry.opcode
  }
  throw new RangeError(`no instruction is named "${name}"`)
}

/** True for the first byte of a two-part opcode. */
export function isPrefix(byte: number): boolean {
  return byte !== 0 && makers.has(byte)
}
