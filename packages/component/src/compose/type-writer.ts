import type {
  ComponentFunctionType,
  ComponentValueType,
  DefinedValueType,
  InstanceTypeDefinition,
} from '@weft/wasm-binary'
import type { AnyType, DefinedType, FunctionType, ResourceType, ValueType } from '../validate/type-model.js'
import { isDefinedType } from '../validate/type-model.js'

/** Where types are written to: a component, or an instance type in it. */
export interface TypeTarget {
  /** Adds a type; returns its index. */
  define(type: DefinedValueType | ComponentFunctionType | InstanceTypeDefinition): number
  /** The index of a type by the key of its name, from wherever it comes; undefined where there is none. */
  named(key: string): number | undefined
}

/** The keys of types that have a name. */
export type TypeNames = ReadonlyMap<AnyType, string>

/**
 * Writes the types of one component into a target, each once. `onHidden` is called for a resource that has no name
 * there.
 */
export class TypeWriter {
  readonly #target: TypeTarget
  readonly #names: TypeNames
  readonly #onHidden: () => never
  readonly #written = new Map<AnyType, number>()

  constructor(target: TypeTarget, names: TypeNames, onHidden: () => never) {
    this.#target = target
    this.#names = names
    this.#onHidden = onHidden
  }

  /** The index of a type, which is written if it has no name that the target knows. */
  index(type: DefinedType | FunctionType | ResourceType): number {
    const key = this.#names.get(type)
    const known = (key === undefined ? undefined : this.#target.named(key)) ?? this.#written.get(type)
    if (known !== undefined) return known
    if (type.kind === 'resource') return this.#onHidden()
    const index = this.#target.define(isDefinedType(type) ? this.#shape(type) : this.#function(type))
    this.#written.set(type, index)
    return index
  }

  #value(type: ValueType): ComponentValueType {
    if (typeof type === 'string') return type
    return type.kind === 'primitive' && !this.#names.has(type) ? type.primitive : this.index(type)
  }

  #optional(type: ValueType | undefined): ComponentValueType | undefined {
    return type === undefined ? undefined : this.#value(type)
  }

  #function({ async, parameters, result }: FunctionType): ComponentFunctionType {
    return { kind: 'func', async, parameters: this.#labeled(parameters), result: this.#optional(result) }
  }

  #labeled(types: FunctionType['parameters']) {
    return types.map(({ label, type }) => ({ label, type: this.#value(type) }))
  }

  #shape(type: DefinedType): DefinedValueType {
    switch (type.kind) {
      case 'primitive':
        return { kind: type.kind, primitive: type.primitive }
      case 'record':
        return { kind: type.kind, fields: this.#labeled(type.fields) }
      case 'variant': {
        const cases = type.cases.map((each) => ({ label: each.label, type: this.#optional(each.type) }))
        return { kind: type.kind, cases }
      }
      case 'list':
        return { kind: type.kind, element: this.#value(type.element), length: type.length }
      case 'tuple':
        return { kind: type.kind, types: type.types.map((each) => this.#value(each)) }
      case 'flags':
      case 'enum':
        return { kind: type.kind, labels: type.labels }
      case 'option':
        return { kind: type.kind, type: this.#value(type.type) }
      case 'result':
        return { kind: type.kind, ok: this.#optional(type.ok), error: this.#optional(type.error) }
      case 'own':
      case 'borrow':
        return { kind: type.kind, resource: this.index(type.resource) }
      case 'stream':
      case 'future':
        return { kind: type.kind, element: this.#optional(type.element) }
      case 'map':
        return { kind: type.kind, key: this.#value(type.key), value: this.#value(type.value) }
    }
  }
}
