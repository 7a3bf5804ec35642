import type { ComponentValueType, DefinedType, DefinedValueType } from '@weft/wasm-binary'
import { WitError } from './wit-error.js'
import type { NamedType, Resource, WitType } from './world.js'

/** What a type index stands for. */
export type TypeEntry =
  | {
      readonly kind: 'named'
      readonly type: NamedType | Resource
      /** The resource that the name leads to, if it leads to one. */
      readonly resource: Resource | undefined
      /** Whether the name was given in this scope, rather than brought in by an alias. */
      readonly local: boolean
    }
  | { readonly kind: 'defined'; readonly type: DefinedType }

/** The type indices of one scope; `outer` is the scope around it. */
export class TypeSpace {
  readonly outer: TypeSpace | undefined
  private readonly entries: TypeEntry[] = []

  constructor(outer?: TypeSpace) {
    this.outer = outer
  }

  add(entry: TypeEntry): void {
    this.entries.push(entry)
  }

  get(index: number): TypeEntry {
    const entry = this.entries[index]
    if (entry === undefined) throw notUnderstood(`type ${index}`)
    return entry
  }

  /** The type of a definition of sort `kind`. */
  definition<Kind extends DefinedType['kind']>(index: number, kind: Kind): DefinedType & { kind: Kind } {
    const entry = this.get(index)
    if (entry.kind === 'defined' && isOfKind(entry.type, kind)) return entry.type
    throw notUnderstood(`type ${index}`)
  }

  valueType(type: ComponentValueType): WitType {
    if (typeof type === 'string') return { kind: 'primitive', primitive: type }
    const entry = this.get(type)
    if (entry.kind === 'defined') return this.constructed(entry.type)
    if (entry.type.kind === 'resource') throw notUnderstood(`type ${type}`)
    return { kind: 'named', type: entry.type }
  }

  optional(type: ComponentValueType | undefined): WitType | undefined {
    return type === undefined ? undefined : this.valueType(type)
  }

  private constructed(type: DefinedType): WitType {
    switch (type.kind) {
      case 'primitive':
        return { kind: 'primitive', primitive: type.primitive }
      case 'list':
        return { kind: 'list', element: this.valueType(type.element), length: type.length }
      case 'tuple':
        return { kind: 'tuple', types: type.types.map((item) => this.valueType(item)) }
      case 'option':
        return { kind: 'option', type: this.valueType(type.type) }
      case 'result':
        return { kind: 'result', ok: this.optional(type.ok), error: this.optional(type.error) }
      case 'map':
        return { kind: 'map', key: this.valueType(type.key), value: this.valueType(type.value) }
      case 'stream':
      case 'future':
        return { kind: type.kind, element: this.optional(type.element) }
      case 'own':
      case 'borrow':
        return { kind: type.kind, resource: this.resource(type.resource) }
      default:
        throw notUnderstood(`a ${type.kind} without a name`)
    }
  }

  private resource(index: number): Resource {
    const entry = this.get(index)
    if (entry.kind === 'named' && entry.resource !== undefined) return entry.resource
    throw notUnderstood(`resource type ${index}`)
  }
}

/** For what wasm-tools does not write, as far as is known. */
export function notUnderstood(what: string): WitError {
  return new WitError(
    `wasm-tools described the world in a way that is not understood: ${what}; report it to Weft`,
  )
}

function isOfKind<Kind extends DefinedType['kind']>(
  type: DefinedType,
  kind: Kind,
): type is DefinedType & { kind: Kind } {
  return type.kind === kind
}

/** A type that WIT gives a name where it declares it. */
export type Nominal = Extract<DefinedValueType, { kind: 'record' | 'variant' | 'enum' | 'flags' }>

export function isNominal(type: DefinedType): type is Nominal {
  return ['record', 'variant', 'enum', 'flags'].includes(type.kind)
}
