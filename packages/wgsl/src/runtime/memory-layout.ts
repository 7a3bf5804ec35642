/** How the memory of one shader is made. */
export interface MemoryLayout {
  /** The arena is an array of atomics: something narrower than a word, or atomic, is written. */
  readonly atomic: boolean
  readonly bounds: 'check' | 'clamp'
  readonly segments: number
}

/** A word of the arena, read. */
export function readWord(layout: MemoryLayout, index: string): string {
  return layout.atomic ? `atomicLoad(&arena[${index}])` : `arena[${index}]`
}

/** A statement that writes a word of the arena. */
export function writeWord(layout: MemoryLayout, index: string, value: string): string {
  return layout.atomic ? `atomicStore(&arena[${index}], ${value});` : `arena[${index}] = ${value};`
}

/** Sets the flag where a condition holds; a mask of the sign is cheaper than a branch (SwiftShader: 1.08 against 1.28). */
export const stopBit = '0x80000000u'

/** Helpers that write less than a word, or atomically. */
const atomicWriters = /^(store(8|16|32|64|128)|atomic_|memory_)/

export function needsAtomics(helpers: Iterable<string>): boolean {
  return [...helpers].some((name) => atomicWriters.test(name))
}
