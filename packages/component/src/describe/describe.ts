import type { FuncType, ResourceType, ValType } from '@weft/abi'
import type { InstanceItem, Item, TypeItem } from '../link/elements.js'
import { type Inspection, inspect } from '../link/inspect.js'
import type { LinkLimits } from '../link/limits.js'
import type {
  ExternDescription,
  FieldDescription,
  FunctionDescription,
  TypeDescription,
} from './descriptions.js'

type Exports = InstanceItem['exports']

/** Turns what an inspection found into plain data. */
export class Describer {
  readonly #limits: LinkLimits
  readonly #names = new Map<ValType | ResourceType, string>()
  readonly #types = new Map<ValType, TypeDescription>()

  constructor({ imports, exports }: Inspection, limits: LinkLimits) {
    this.#limits = limits
    this.#collectNames(imports, '')
    this.#collectNames(exports, '')
  }

  #collectNames(items: Exports, prefix: string): void {
    for (const [name, item] of items) {
      const path = `${prefix}${name}`
      if (item.sort === 'instance') this.#collectNames(item.value.exports, `${path}#`)
      if (item.sort !== 'type' || (item.value.kind !== 'value' && item.value.kind !== 'resource')) continue
      if (!this.#names.has(item.value.type)) this.#names.set(item.value.type, path)
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
        const imports = item.value.imports.map(({ module, name, sort }) => ({ module, name, kind: sort }))
        return {
          kind: 'module',
          imports,
          exports: Array.from(item.value.exports, ([name, kind]) => ({ name, kind })),
        }
      }
      case 'component': {
        const found = inspect(item.value, this.#limits)
        const inner = new Describer(found, this.#limits)
        return {
          kind: 'component',
          imports: inner.externs(found.imports),
          exports: inner.externs(found.exports),
        }
      }
    }
  }

  #typeExtern(item: TypeItem) {
    if (item.kind === 'resource') return { kind: 'resource', resource: this.#names.get(item.type) }
    if (item.kind === 'value') return { kind: 'type', type: this.#type(item.type) }
    return { kind: 'type', type: item.kind === 'func' ? this.#function(item.type) : undefined }
  }

  #function({ async, params, result }: FuncType): FunctionDescription {
    const parameters = params.map(({ label, type }) => ({ name: label, type: this.#type(type) }))
    return { async, parameters, ...(result && { result: this.#type(result) }) }
  }

  #type(type: ValType): TypeDescription {
    let description = this.#types.get(type)
    if (description === undefined) {
      const shape = this.#shape(type)
      const name = this.#names.get(type)
      description = typeof shape === 'string' || name === undefined ? shape : { name, ...shape }
      this.#types.set(type, description)
    }
    return description
  }

  #shape(type: ValType): TypeDescription {
    const optional = (part: ValType | undefined) => part && this.#type(part)
    switch (type.kind) {
      case 'record':
        return { kind: 'record', fields: type.fields.map((field) => this.#field(field.label, field.type)) }
      case 'variant':
        return {
          kind: 'variant',
          cases: type.cases.map((each) =>
            each.type ? this.#field(each.label, each.type) : { name: each.label },
          ),
        }
      case 'enum':
      case 'flags':
        return { kind: type.kind, labels: type.labels }
      case 'tuple':
        return { kind: 'tuple', types: type.types.map((each) => this.#type(each)) }
      case 'list':
        return present({ kind: 'list', element: this.#type(type.element), length: type.length })
      case 'option':
        return { kind: 'option', type: this.#type(type.type) }
      case 'result':
        return present({ kind: 'result', ok: optional(type.ok), error: optional(type.error) })
      case 'map':
        return { kind: 'map', key: this.#type(type.key), value: this.#type(type.value) }
      case 'stream':
      case 'future':
        return present({ kind: type.kind, element: optional(type.element) })
      case 'own':
      case 'borrow':
        return { kind: type.kind, resource: this.#names.get(type.resource) ?? type.resource.name }
      default:
        return type.kind
    }
  }

  #field(name: string, type: ValType): FieldDescription {
    return { name, type: this.#type(type) }
  }
}

/** Without the members that are undefined. */
function present(object: Record<string, unknown>): TypeDescription {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== undefined),
  ) as unknown as TypeDescription
}
