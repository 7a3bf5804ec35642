import type { ComponentExternType, SortIndex } from '@weft/wasm-binary'
import type { AnyType, Externs } from '../validate/type-model.js'
import type { ComponentBuilder } from './component-builder.js'
import { CompositionError } from './composition-error.js'
import { collectNames, declareExports, externType, type Place, type Want } from './import-types.js'
import { InstanceTypeTarget } from './instance-type-target.js'
import type { PlannedInstance } from './plan-composition.js'
import type { TypeTarget } from './type-writer.js'

/**
 * Writes what a composition imports. What several parts want of one import is put together; resources of the same
 * name are the same. An import stands behind those whose types it refers to.
 */
export class ImportWriter implements TypeTarget {
  readonly #builder: ComponentBuilder
  readonly #wants = new Map<string, Want[]>()
  readonly #done = new Map<string, SortIndex | 'begun'>()
  readonly #exported = new Map<string, number>()

  constructor(builder: ComponentBuilder) {
    this.#builder = builder
  }

  /** Notes what an instance imports of what the composition imports. */
  want({ name, imports }: PlannedInstance, externs: Externs): void {
    const names = new Map<AnyType, string>()
    for (const [label, source] of imports)
      if (source.kind === 'import') collectNames(externs.get(label)!, [source.import], names)
    for (const [label, source] of imports) {
      if (source.kind !== 'import') continue
      const wants = this.#wants.get(source.import) ?? []
      this.#wants.set(source.import, [
        ...wants,
        { instance: name, label, extern: externs.get(label)!, names },
      ])
    }
  }

  /** Writes an import, if it is not there yet. */
  write(name: string): SortIndex {
    const known = this.#done.get(name)
    if (known === 'begun') throw mutualError(name)
    if (known !== undefined) return known
    this.#done.set(name, 'begun')
    const item = this.#builder.import(name, this.#typeOf(name, this.#wants.get(name)!))
    this.#done.set(name, item)
    return item
  }

  /** Keys of all types that have names by imports that were written or types that were exported. */
  namesInside(): Map<AnyType, string> {
    const names = new Map<AnyType, string>()
    for (const [name, extern] of this.#builder.scope.imports.externs) collectNames(extern, [name], names)
    return names
  }

  define(type: Parameters<TypeTarget['define']>[0]): number {
    return this.#builder.add({ kind: 'type', type })
  }

  named(key: string): number | undefined {
    const exported = this.#exported.get(key)
    if (exported !== undefined) return exported
    const [name, ...path] = JSON.parse(key) as Place
    let { index } = this.write(name)
    for (const [position, label] of path.entries())
      index = this.#builder.aliasExport(
        position === path.length - 1 ? 'type' : 'instance',
        index,
        label,
      ).index
    return index
  }

  /** Notes a type that the composition exports; returns its key. */
  noteExport(name: string, index: number): string {
    const key = `export ${name}`
    this.#exported.set(key, index)
    return key
  }

  #typeOf(name: string, wants: readonly Want[]): ComponentExternType {
    const first = wants[0]!
    if (first.extern.sort !== 'instance') return externType(this, first, first.extern, [name])
    const target = new InstanceTypeTarget(this)
    for (const want of wants)
      if (want.extern.sort === 'instance') declareExports(target, want, want.extern.type.exports, [name])
    return { sort: 'instance', type: this.#builder.add({ kind: 'type', type: target.definition }) }
  }
}

function mutualError(name: string): CompositionError {
  const message = `types of the import ${name} refer to another import that refers to it in turn`
  return new CompositionError('not-writable', 'instances', message)
}
