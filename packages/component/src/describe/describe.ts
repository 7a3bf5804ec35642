import { type FuncType, ResourceType, type ValType } from '@weft/abi'
import type { ComponentItem } from '../link/component-item.js'
import type { CoreExterns } from '../link/core-module.js'
import type { InstanceItem, Item, TypeItem } from '../link/elements.js'
import { type Inspection, inspect } from '../link/inspect.js'
import type { LinkLimits } from '../link/limits.js'
import type { ExternDescription, FunctionDescription, TypeDescription } from './descriptions.js'

type Exports = InstanceItem['exports']

/** A component's imports and exports as plain data. */
export interface Description {
  readonly imports: readonly ExternDescription[]
  readonly exports: readonly ExternDescription[]
}

/** Throws `ValidationError`, `LimitError`, and `LinkError` for parts of a composition. */
export function describe(component: ComponentItem, limits: LinkLimits): Description {
  const found = inspect(component, limits)
  const describer = new Describer(found, limits)
  return { imports: describer.externs(found.imports), exports: describer.externs(found.exports) }
}

class Describer {
  readonly #limits: LinkLimits
  readonly #names = new Map<ValType | ResourceType, string>()
  readonly #types = new Map<ValType, TypeDescription>()

  constructor({ imports, exports }: Inspection, limits: LinkLimits) {
    this.#limits = limits
    this.#collectNames(imports, '')
    this.#collectNames(exports, '', new Set(this.#names.values()))
  }

  /** `taken`: names that imports have. */
  #collectNames(items: Exports, prefix: string, taken?: ReadonlySet<string>): void {
    for (const [name, item] of items) {
      const path = `${prefix}${name}`
      if (item.sort === 'instance') this.#collectNames(item.value.exports, `${path}#`, taken)
      if (item.sort !== 'type' || (item.value.kind !== 'value' && item.value.kind !== 'resource')) continue
      if (this.#names.has(item.value.type)) continue
      this.#names.set(item.value.type, taken?.has(path) ? `export ${path}` : path)
    }
  }

  externs(items: Exports): ExternDescription[] {
    return Array.from(items, ([name, item]) => ({ name, ...this.#extern(item) }) as ExternDescription)
  }

  #extern(item: Item) {
    switch (item.sort) {
      case 'func':
        return { kind: 'func', type: this.#function(item.value.ft) }
      case 'instance':
        return { kind: 'instance', exports: this.externs(item.value.exports) }
      case 'type':
        return this.#typeExtern(item.value)
      case 'core module': {
        const { imports, exports } = item.value.kinds
        return {
          kind: 'module',
          imports: Array.from(imports, ([module, externs]) =>
            kindsOf(externs).map((each) => ({ module, ...each })),
          ).flat(),
          exports: kindsOf(exports),
        }
      }
      case 'component':
        return { kind: 'component', ...describe(item.value, this.#limits) }
    }
  }

  #typeExtern(item: TypeItem) {
    if (item.kind === 'resource') return { kind: 'resource', resource: this.#names.get(item.type) }
    if (item.kind === 'value') return { kind: 'type', type: this.#type(item.type) }
    return { kind: 'type', type: item.kind === 'func' ? this.#function(item.type) : undefined }
  }

  #function(type: FuncType): FunctionDescription {
    return this.#members(type) as unknown as FunctionDescription
  }

  #type(type: ValType): TypeDescription {
    let description = this.#types.get(type)
    if (description === undefined) {
      description = this.#shape(type)
      this.#types.set(type, description)
    }
    return description
  }

  #shape(type: ValType): TypeDescription {
    // Primitive types have nothing but their kind.
    if (Object.keys(type).length === 1) return type.kind as TypeDescription
    const name = this.#names.get(type)
    return { ...(name !== undefined && { name }), ...this.#members(type) } as unknown as TypeDescription
  }

  /** The members that are there, with types described: descriptions are built as the types are. */
  #members(object: object): Record<string, unknown> {
    const members = Object.entries(object).filter(([, value]) => value !== undefined)
    return Object.fromEntries(members.map(([key, value]) => [key, this.#part(value)]))
  }

  #part(value: unknown): unknown {
    if (value instanceof ResourceType) return this.#names.get(value) ?? value.name
    if (Array.isArray(value)) return value.map((each) => this.#part(each))
    if (typeof value !== 'object' || value === null) return value
    return 'kind' in value ? this.#type(value as ValType) : this.#members(value)
  }
}

const kindsOf = (externs: CoreExterns['exports']) =>
  Array.from(externs, ([name, { kind }]) => ({ name, kind: `core ${kind}` }))
