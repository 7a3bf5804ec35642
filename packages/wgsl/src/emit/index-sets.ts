import { literal } from './value.js'

/** Sets of indices that are too many to be compared one by one: bits of constants, and a function for each set. */
export class IndexSets {
  private readonly functions = new Map<string, string>()

  /** The name of a function that tells whether an index is in the set; one for equal sets. */
  add(indices: readonly number[]): string {
    const words = new Uint32Array(((indices.at(-1) ?? 0) >>> 5) + 1)
    for (const index of indices) words[index >>> 5]! |= 1 << (index & 31)
    const key = words.join()
    const name = this.functions.get(key) ?? `in_set${this.functions.size}`
    this.functions.set(key, name)
    return name
  }

  /** Declarations of the sets. */
  lines(): string[] {
    return [...this.functions].flatMap(([key, name]) => {
      const words = key.split(',').map(Number)
      return [
        `const ${name}_bits = array<u32, ${words.length}>(${words.map(literal).join(', ')});`,
        `fn ${name}(index: u32) -> bool {`,
        `  return index < ${32 * words.length}u && ((${name}_bits[index >> 5u] >> (index & 31u)) & 1u) != 0u;`,
        '}',
      ]
    })
  }
}
