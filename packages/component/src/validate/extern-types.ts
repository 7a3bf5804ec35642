import type { ComponentExternType, SortIndex, TypeBound, ValueBound } from '@weft/wasm-binary'
import type { Mismatch } from '../core-types/core-subtyping.js'
import type { Scope } from './scope.js'
import { externMismatch } from './subtyping.js'
import { type AnyType, type ExternType, Resource, renamed, type ValueType } from './type-model.js'
import { resolveValueType } from './value-types.js'

/** The type that is written for an import or export: Binary.md, `externtype`. */
export function resolveExternType(scope: Scope, type: ComponentExternType): ExternType {
  switch (type.sort) {
    case 'core module': {
      const module = scope.coreTypes.at(type.type)
      return module.kind === 'module'
        ? { sort: 'core module', type: module }
        : scope.fail(`core type index ${type.type} is not a module type`)
    }
    case 'type':
      return resolveTypeBound(scope, type.bound)
    case 'value':
      return { sort: 'value', type: resolveValueBound(scope, type.bound) }
    case 'func':
      return { sort: 'func', type: typeOfKind(scope, type.type, 'func', 'a function type') }
    case 'instance':
      return { sort: 'instance', type: typeOfKind(scope, type.type, 'instance', 'an instance type') }
    case 'component':
      return { sort: 'component', type: typeOfKind(scope, type.type, 'component', 'a component type') }
  }
}

export function typeOfKind<Kind extends AnyType['kind']>(
  scope: Scope,
  index: number,
  kind: Kind,
  what: string,
): Extract<AnyType, { kind: Kind }> {
  const type = scope.types.at(index)
  return type.kind === kind
    ? (type as Extract<AnyType, { kind: Kind }>)
    : scope.fail(`type index ${index} is not ${what}`)
}

function resolveTypeBound(scope: Scope, bound: TypeBound): ExternType {
  if (bound.kind === 'eq') return equalTo(scope.types.at(bound.type))
  const type = new Resource().type(Symbol())
  return { sort: 'type', type, bound: type }
}

function resolveValueBound(scope: Scope, bound: ValueBound): ValueType {
  return bound.kind === 'eq' ? scope.values.at(bound.value).type : resolveValueType(scope, bound.type)
}

/** A type import or export that gives a type another name. */
function equalTo(type: AnyType): ExternType {
  return { sort: 'type', type: renamed(type), bound: type }
}

/** The type of a definition that is exported or given as an argument. Uses it where it is a value. */
export function externTypeAt(scope: Scope, { sort, index }: SortIndex): ExternType {
  switch (sort) {
    case 'core module':
      return { sort, type: scope.coreModules.at(index) }
    case 'func':
      return { sort, type: scope.functions.at(index) }
    case 'value':
      return { sort, type: scope.useValue(index) }
    case 'type': {
      const type = scope.types.at(index)
      return { sort, type, bound: type }
    }
    case 'instance':
      return { sort, type: scope.instances.at(index) }
    case 'component':
      return { sort, type: scope.components.at(index) }
    default:
      return scope.fail(`a ${sort} cannot be imported or exported by a component`)
  }
}

/** The type that an export has: its own, or the one that is ascribed to it. */
export function exportType(
  scope: Scope,
  item: SortIndex,
  ascribed: ComponentExternType | undefined,
): ExternType {
  const extern = externTypeAt(scope, item)
  const actual = extern.sort === 'type' ? equalTo(extern.type) : extern
  if (ascribed === undefined) return actual
  const expected = resolveExternType(scope, ascribed)
  const mismatch = ascriptionMismatch(actual, expected)
  if (mismatch !== undefined)
    scope.fail(`ascribed type of export is not compatible with item's type: ${mismatch}`)
  return expected
}

/** A type that is ascribed may hide which resource an item is or has, and then stands for any. */
function ascriptionMismatch(actual: ExternType, expected: ExternType): Mismatch {
  if (isNewResource(expected) && actual.sort === 'type' && actual.type.kind === 'resource') return undefined
  return externMismatch(actual, expected)
}

function isNewResource(extern: ExternType): boolean {
  return extern.sort === 'type' && extern.type === extern.bound
}
