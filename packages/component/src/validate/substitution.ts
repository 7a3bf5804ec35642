import type {
  AnyType,
  ComponentType,
  DefinedType,
  Externs,
  ExternType,
  FunctionType,
  InstanceType,
  ValueType,
} from './type-model.js'
import { isDefinedType, Resource } from './type-model.js'
import { mapValueTypeParts } from './value-type-parts.js'

/** Puts resources, and types by their identity, in the place of others. What does not change stays the same object. */
export class Substitution {
  private readonly resources: ReadonlyMap<Resource, Resource>
  private readonly types: Map<AnyType, AnyType>

  constructor(resources: ReadonlyMap<Resource, Resource>, types: ReadonlyMap<AnyType, AnyType> = new Map()) {
    this.resources = resources
    this.types = new Map(types)
  }

  externs(externs: Externs): Externs {
    return new Map(Array.from(externs, ([name, extern]) => [name, this.extern(extern)]))
  }

  extern(extern: ExternType): ExternType {
    switch (extern.sort) {
      case 'core module':
        return extern
      case 'value':
        return { sort: 'value', type: this.valueType(extern.type) }
      case 'type':
        return { sort: 'type', type: this.type(extern.type), bound: this.type(extern.bound) }
      default:
        return { sort: extern.sort, type: this.type(extern.type) } as ExternType
    }
  }

  /** A type with its parts replaced. A type is never replaced by one of another kind. */
  type<Type extends AnyType>(type: Type): Type {
    const known = this.types.get(type)
    if (known !== undefined) return known as Type
    const replaced = this.replace(type)
    this.types.set(type, replaced)
    return replaced as Type
  }

  private valueType(type: ValueType): ValueType {
    return typeof type === 'string' ? type : this.type(type)
  }

  private replace(type: AnyType): AnyType {
    if (isDefinedType(type)) return this.definedType(type)
    switch (type.kind) {
      case 'resource':
        return this.resources.get(type.resource)?.type(type.label) ?? type
      case 'func':
        return this.functionType(type)
      case 'instance':
        return this.instanceType(type)
      case 'component':
        return this.componentType(type)
    }
  }

  private definedType(type: DefinedType): DefinedType {
    if (type.kind === 'own' || type.kind === 'borrow') {
      const resource = this.type(type.resource)
      return resource === type.resource ? type : { ...type, resource }
    }
    let changed = false
    const replaced = mapValueTypeParts(type, (part) => {
      const other = this.valueType(part)
      changed ||= other !== part
      return other
    })
    return changed ? replaced : type
  }

  private functionType(type: FunctionType): FunctionType {
    const parameters = type.parameters.map((each) => ({ ...each, type: this.valueType(each.type) }))
    const result = type.result === undefined ? undefined : this.valueType(type.result)
    const same =
      result === type.result && parameters.every((each, index) => each.type === type.parameters[index]!.type)
    return same ? type : { ...type, parameters, result }
  }

  private instanceType(type: InstanceType): InstanceType {
    const exports = this.externs(type.exports)
    return sameExterns(exports, type.exports) ? type : { ...type, exports }
  }

  private componentType(type: ComponentType): ComponentType {
    const imports = this.externs(type.imports)
    const exports = this.externs(type.exports)
    const same = sameExterns(imports, type.imports) && sameExterns(exports, type.exports)
    return same ? type : { ...type, imports, exports }
  }
}

function sameExterns(left: Externs, right: Externs): boolean {
  for (const [name, extern] of left) {
    const other = right.get(name)!
    if (other.type !== extern.type) return false
    if (extern.sort === 'type' && extern.bound !== (other as typeof extern).bound) return false
  }
  return true
}

/** The exports of an instance type with new resources where each instance has its own. */
export function withFreshResources(type: InstanceType): {
  type: InstanceType
  resources: readonly Resource[]
} {
  if (type.resources.length === 0) return { type, resources: [] }
  const fresh = freshResources(type.resources)
  const exports = new Substitution(fresh).externs(type.exports)
  return { type: { ...type, exports, resources: [] }, resources: [...fresh.values()] }
}

/** A new resource for each of those given. */
export function freshResources(resources: readonly Resource[]): Map<Resource, Resource> {
  return new Map(resources.map((resource) => [resource, new Resource()]))
}
