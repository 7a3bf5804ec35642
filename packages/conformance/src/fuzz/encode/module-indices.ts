import type { BlockType, NumericType, ValueType } from '@weft/wasm-binary'
import { staticAddress } from '../program/program.js'

/** Gives indices in the module to what of a program is in use, in the order of first use. */
export class ModuleIndices {
  readonly functions = new Map<number, number>()
  readonly globals = new Map<number, number>()
  readonly types: { readonly parameters: readonly ValueType[]; readonly results: readonly ValueType[] }[] = []
  usesTable = false
  usesData = false
  private readonly typeIndices = new Map<string, number>()

  function(number: number): number {
    return give(this.functions, number)
  }

  global(number: number): number {
    return give(this.globals, number)
  }

  type(parameters: readonly NumericType[], results: readonly NumericType[]): number {
    const index = give(this.typeIndices, `${parameters} ${results}`)
    this.types[index] ??= { parameters, results }
    return index
  }

  blockType(parameters: readonly NumericType[], results: readonly NumericType[]): BlockType {
    if (parameters.length === 0 && results.length === 0) return { kind: 'empty' }
    if (parameters.length === 0 && results.length === 1) return { kind: 'value', type: results[0]! }
    return { kind: 'type', index: this.type(parameters, results) }
  }

  /** Where the static data lie. */
  staticAddress(): number {
    this.usesData = true
    return staticAddress
  }
}

function give<Key>(indices: Map<Key, number>, key: Key): number {
  const present = indices.get(key)
  if (present !== undefined) return present
  indices.set(key, indices.size)
  return indices.size - 1
}
