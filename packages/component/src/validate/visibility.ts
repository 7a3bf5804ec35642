import type { Scope } from './scope.js'
import {
  type AnyType,
  type DefinedType,
  type ExternType,
  type FunctionType,
  type InstanceType,
  isDefinedType,
  type ValueType,
} from './type-model.js'
import { valueTypeParts } from './value-type-parts.js'

type Named = ReadonlySet<AnyType>

/**
 * Whether all that an import or export refers to has a name outside: Explainer.md, external visibility of types.
 * Types that it names are visible from then on.
 */
export function makeVisible(scope: Scope, kind: 'imports' | 'exports', extern: ExternType): boolean {
  if (scope.kind === 'instance type') return true
  const named = scope[kind].namedTypes
  switch (extern.sort) {
    case 'type':
      if (!isTypeVisible(extern.bound, named)) return false
      named.add(extern.type)
      // Exports may refer to imports, but not the other way round.
      scope.exports.namedTypes.add(extern.type)
      return true
    case 'instance':
      return everyExtern(extern.type, (inner) => makeVisible(scope, kind, inner))
    case 'func':
      return isFunctionVisible(extern.type, named)
    case 'value':
      return isPartVisible(extern.type, named)
    default:
      return true
  }
}

/** Whether a type can be given a name: what it is made of must have one already. */
function isTypeVisible(type: AnyType, named: Named): boolean {
  if (isDefinedType(type)) return isShapeVisible(type, named)
  if (type.kind === 'func') return isFunctionVisible(type, named)
  return type.kind !== 'instance' || isInstanceVisible(type, named)
}

function isInstanceVisible(type: InstanceType, named: Named): boolean {
  return everyExtern(type, (extern) => {
    switch (extern.sort) {
      case 'type':
        return isTypeVisible(extern.type, named)
      case 'func':
        return isFunctionVisible(extern.type, named)
      case 'instance':
        return isInstanceVisible(extern.type, named)
      case 'value':
        return typeof extern.type === 'string' || isShapeVisible(extern.type, named)
      default:
        return true
    }
  })
}

function everyExtern(type: InstanceType, test: (extern: ExternType) => boolean): boolean {
  for (const extern of type.exports.values()) if (!test(extern)) return false
  return true
}

function isFunctionVisible({ parameters, result }: FunctionType, named: Named): boolean {
  return (
    parameters.every(({ type }) => isPartVisible(type, named)) &&
    (result === undefined || isPartVisible(result, named))
  )
}

function isShapeVisible(type: DefinedType, named: Named): boolean {
  if (type.kind === 'own' || type.kind === 'borrow') return named.has(type.resource)
  return valueTypeParts(type).every((part) => isPartVisible(part, named))
}

/** Records, variants, enums and flags need a name of their own; other types are written out where they are used. */
function isPartVisible(type: ValueType, named: Named): boolean {
  if (typeof type === 'string') return true
  switch (type.kind) {
    case 'record':
    case 'variant':
    case 'enum':
    case 'flags':
      return named.has(type)
    default:
      return isShapeVisible(type, named)
  }
}
