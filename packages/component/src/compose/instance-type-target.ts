import type { ComponentExternType, Declaration, InstanceTypeDefinition, Sort } from '@weft/wasm-binary'
import type { NewDefinition } from './component-builder.js'
import type { TypeTarget } from './type-writer.js'

/** The declarations of an instance type. Types with names that it does not export itself are those of what is around. */
export class InstanceTypeTarget implements TypeTarget {
  readonly #declarations: Declaration[] = []
  readonly #outer: TypeTarget
  readonly #named = new Map<string, number>()
  readonly #exports = new Set<string>()
  #typeCount = 0

  constructor(outer: TypeTarget) {
    this.#outer = outer
  }

  get definition(): InstanceTypeDefinition {
    return { kind: 'instance', declarations: this.#declarations }
  }

  has(name: string): boolean {
    return this.#exports.has(name)
  }

  define(type: Extract<NewDefinition, { kind: 'type' }>['type']): number {
    return this.#add({ kind: 'type', offset: 0, type }, 'type')
  }

  named(key: string): number | undefined {
    const known = this.#named.get(key)
    if (known !== undefined) return known
    const outer = this.#outer.named(key)
    if (outer === undefined) return undefined
    const target = { kind: 'outer', count: 1, index: outer } as const
    const index = this.#add({ kind: 'alias', offset: 0, sort: 'type', target }, 'type')
    this.#named.set(key, index)
    return index
  }

  /** `key` is that of the name that an exported type gets. */
  export(name: string, type: ComponentExternType, key: string): void {
    const index = this.#add({ kind: 'export', offset: 0, name, attributes: [], type }, type.sort)
    this.#exports.add(name)
    if (type.sort === 'type') this.#named.set(key, index)
  }

  #add(declaration: Declaration, sort: Sort): number {
    this.#declarations.push(declaration)
    return sort === 'type' ? this.#typeCount++ : 0
  }
}
