import { type AnyType, type ExternType, isDefinedType, type Resource, type ValueType } from './type-model.js'
import { valueTypeParts } from './value-type-parts.js'

/** The resources that types refer to and do not introduce themselves. */
export function freeResources(externs: Iterable<ExternType>): ReadonlySet<Resource> {
  const walk = new Walk()
  for (const extern of externs) walk.extern(extern)
  return walk.found
}

export function freeResourcesOf(type: AnyType): ReadonlySet<Resource> {
  const walk = new Walk()
  walk.type(type)
  return walk.found
}

class Walk {
  readonly found = new Set<Resource>()
  private readonly visited = new Set<AnyType>()

  extern(extern: ExternType): void {
    if (extern.sort === 'type') this.type(extern.bound)
    if (extern.sort === 'value') this.valueType(extern.type)
    else if (extern.sort !== 'core module') this.type(extern.type)
  }

  type(type: AnyType): void {
    if (this.visited.has(type)) return
    this.visited.add(type)
    if (isDefinedType(type)) {
      if (type.kind === 'own' || type.kind === 'borrow') this.found.add(type.resource.resource)
      else for (const part of valueTypeParts(type)) this.valueType(part)
      return
    }
    switch (type.kind) {
      case 'resource':
        this.found.add(type.resource)
        return
      case 'func':
        for (const each of type.parameters) this.valueType(each.type)
        if (type.result !== undefined) this.valueType(type.result)
        return
      case 'instance':
        this.closed(type.exports.values(), type.resources)
        break
      case 'component':
        this.closed(
          [...type.imports.values(), ...type.exports.values()],
          [...type.importedResources, ...type.definedResources],
        )
    }
  }

  private valueType(type: ValueType): void {
    if (typeof type !== 'string') this.type(type)
  }

  /** No resource is introduced by two types, so that what one introduces cannot stand free elsewhere. */
  private closed(externs: Iterable<ExternType>, introduced: readonly Resource[]): void {
    for (const extern of externs) this.extern(extern)
    for (const resource of introduced) this.found.delete(resource)
  }
}

/** The resources that exports give a name, those of exported instances included. */
export function namedResources(exports: Iterable<ExternType>): ReadonlySet<Resource> {
  const named = new Set<Resource>()
  const visit = (externs: Iterable<ExternType>) => {
    for (const { sort, type } of externs) {
      if (sort === 'type' && type.kind === 'resource') named.add(type.resource)
      else if (sort === 'instance') visit(type.exports.values())
    }
  }
  visit(exports)
  return named
}
