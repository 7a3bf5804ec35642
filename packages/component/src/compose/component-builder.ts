import type { AliasTarget, ComponentExternType, Definition, Sort, SortIndex } from '@weft/wasm-binary'
import { CoreTypes } from '../core-types/core-types.js'
import { define } from '../validate/definitions.js'
import { Scope } from '../validate/scope.js'

/** Distributes over the members of a union. */
type WithoutOffset<Each> = Each extends unknown ? Omit<Each, 'offset'> : never
export type NewDefinition = WithoutOffset<Definition>

/** Definitions of a component that is made, each checked as it is added. */
export class ComponentBuilder {
  readonly definitions: Definition[] = []
  /** What is known of the definitions so far. */
  readonly scope = new Scope('component', new CoreTypes(), 0)
  readonly #aliases = new Map<string, SortIndex>()

  /** The index that the definition takes, of its sort. Throws `ValidationError` if it breaks a rule. */
  add(definition: NewDefinition): number {
    const placed = { ...definition, offset: 0 } as Definition
    const index = this.#lengthOf(sortOf(placed))
    define(this.scope, placed)
    this.definitions.push(placed)
    return index
  }

  /** An export of an instance, as an alias that is made once. */
  aliasExport(sort: Sort, instance: number, name: string): SortIndex {
    const key = `${sort} ${instance} ${name}`
    const known = this.#aliases.get(key)
    if (known !== undefined) return known
    const target: AliasTarget = { kind: 'export', instance, name }
    const alias = { sort, index: this.add({ kind: 'alias', sort, target }) }
    this.#aliases.set(key, alias)
    return alias
  }

  import(name: string, type: ComponentExternType): SortIndex {
    return { sort: type.sort, index: this.add({ kind: 'import', name, attributes: [], type }) }
  }

  export(name: string, item: SortIndex, type?: ComponentExternType): number {
    return this.add({ kind: 'export', name, attributes: [], ...item, type })
  }

  #lengthOf(sort: Sort): number {
    const { scope } = this
    const spaces: Partial<Record<Sort, { readonly length: number }>> = {
      func: scope.functions,
      type: scope.types,
      instance: scope.instances,
      component: scope.components,
      'core module': scope.coreModules,
    }
    return spaces[sort]?.length ?? 0
  }
}

function sortOf(definition: Definition): Sort {
  switch (definition.kind) {
    case 'alias':
    case 'export':
      return definition.sort
    case 'import':
      return definition.type.sort
    default:
      return definition.kind as Sort
  }
}
