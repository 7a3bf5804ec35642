import { decodeInstructions, type Instruction } from '../instructions.js'
import type { ModuleView } from './module-view.js'

/** What a start function made by `wasm-ld --shared-memory` does to a fresh memory. */
export interface MemoryInitialisation {
  readonly copies: readonly { readonly address: number; readonly bytes: Uint8Array }[]
  /** Values that it gives to globals. */
  readonly globals: ReadonlyMap<number, number>
}

const allowed = new Set([
  'block',
  'if',
  'else',
  'end',
  'br',
  'br_if',
  'br_table',
  'i64.const',
  'drop',
  'data.drop',
])

/**
 * Recognises `__wasm_init_memory`: passive segments laid down by `memory.init` at constant addresses, `memory.fill`
 * with zeros, and i32 atomics on a flag that let only one thread do it. Undefined for any other function.
 */
export function recogniseInitialisation(
  view: ModuleView,
  functionIndex: number,
): MemoryInitialisation | undefined {
  const body = view.body(functionIndex)
  if (body === undefined) return undefined
  const reader = new InitialisationReader(view)
  const instructions = decodeInstructions(body.instructions, body.instructionsOffset)
  return instructions.every((instruction) => reader.accept(instruction)) ? reader : undefined
}

class InitialisationReader implements MemoryInitialisation {
  readonly copies: { address: number; bytes: Uint8Array }[] = []
  readonly globals = new Map<number, number>()
  private constants: number[] = []
  private readonly copied = new Set<number>()
  private readonly view: ModuleView

  constructor(view: ModuleView) {
    this.view = view
  }

  accept(instruction: Instruction): boolean {
    const [immediate] = instruction.immediates
    if (immediate?.kind === 'i32') {
      this.constants.push(immediate.value)
      return true
    }
    const constants = this.constants
    this.constants = []
    switch (instruction.name) {
      case 'memory.init':
        return immediate?.kind === 'data' && this.copy(immediate.index, constants)
      case 'memory.fill':
        return constants.length >= 3 && constants.at(-2) === 0
      case 'global.set':
        return immediate?.kind === 'global' && this.setGlobal(immediate.index, constants.at(-1))
      default:
        return allowed.has(instruction.name) || /^(i32|memory)\.atomic\./.test(instruction.name)
    }
  }

  private copy(segment: number, constants: readonly number[]): boolean {
    const [address, source, length] = constants.slice(-3).map((value) => value >>> 0)
    const bytes = this.view.module.data[segment]?.bytes
    if (address === undefined || source === undefined || length === undefined || bytes === undefined)
      return false
    // A linker lays every segment down once; more would let a short module ask for any amount of data.
    if (source + length > bytes.length || this.copied.has(segment)) return false
    this.copied.add(segment)
    this.copies.push({ address, bytes: bytes.subarray(source, source + length) })
    return true
  }

  private setGlobal(global: number, value: number | undefined): boolean {
    if (value === undefined) return false
    this.globals.set(global, value)
    return true
  }
}
