import type { ComponentValueType, DefinedValueType } from '@weft/wasm-binary'
import { checkLabels } from './labels.js'
import type { Scope } from './scope.js'
import { infoOfShape } from './type-info.js'
import {
  type DefinedType,
  isDefinedType,
  primitiveOf,
  type ResourceType,
  type ValueType,
  type ValueTypeShape,
} from './type-model.js'

const maximumFlags = 32
const keyTypes = new Set<unknown>('bool s8 u8 s16 u16 s32 u32 s64 u64 char string'.split(' '))

export function resolveValueType(scope: Scope, type: ComponentValueType): ValueType {
  return typeof type === 'string' ? type : definedTypeAt(scope, type)
}

export function definedTypeAt(scope: Scope, index: number): DefinedType {
  const type = scope.types.at(index)
  return isDefinedType(type) ? type : scope.fail(`type index ${index} is not a defined type`)
}

export function resourceTypeAt(scope: Scope, index: number): ResourceType {
  const type = scope.types.at(index)
  return type.kind === 'resource' ? type : scope.fail(`type index ${index} is not a resource type`)
}

/** A definition of a value type with its indices resolved, once it keeps all rules. */
export function defineValueType(scope: Scope, type: DefinedValueType): DefinedType {
  checkParts(scope, type)
  const shape = resolveShape(scope, type)
  checkShape(scope, shape)
  return { ...shape, info: infoOfShape(shape, scope.fail) }
}

/** What can be said without looking at the types that this one is made of. */
function checkParts(scope: Scope, type: DefinedValueType): void {
  switch (type.kind) {
    case 'record':
      if (type.fields.length === 0) scope.fail('record type must have at least one field')
      checkLabels(labelsOf(type.fields), 'record field', scope.fail)
      break
    case 'variant':
      if (type.cases.length === 0) scope.fail('variant type must have at least one case')
      checkLabels(labelsOf(type.cases), 'variant case', scope.fail)
      break
    case 'tuple':
      if (type.types.length === 0) scope.fail('tuple type must have at least one type')
      return
    case 'flags':
      if (type.labels.length === 0) scope.fail('flags must have at least one entry')
      if (type.labels.length > maximumFlags) scope.fail(`cannot have more than ${maximumFlags} flags`)
      checkLabels(type.labels, 'flag', scope.fail)
      break
    case 'enum':
      if (type.labels.length === 0) scope.fail('enum type must have at least one variant')
      checkLabels(type.labels, 'enum tag', scope.fail)
      break
    case 'list':
      if (type.length === 0) scope.fail('Fixed-length lists must have more than zero elements')
  }
}

function labelsOf(items: readonly { readonly label: string }[]): string[] {
  return items.map(({ label }) => label)
}

function resolveShape(scope: Scope, type: DefinedValueType): ValueTypeShape {
  const resolve = (each: ComponentValueType) => resolveValueType(scope, each)
  const maybe = (each: ComponentValueType | undefined) => (each === undefined ? undefined : resolve(each))
  switch (type.kind) {
    case 'record':
      return { kind: 'record', fields: type.fields.map((each) => ({ ...each, type: resolve(each.type) })) }
    case 'variant':
      return { kind: 'variant', cases: type.cases.map((each) => ({ ...each, type: maybe(each.type) })) }
    case 'list':
      return { kind: 'list', element: resolve(type.element), length: type.length }
    case 'tuple':
      return { kind: 'tuple', types: type.types.map(resolve) }
    case 'option':
      return { kind: 'option', type: resolve(type.type) }
    case 'result':
      return { kind: 'result', ok: maybe(type.ok), error: maybe(type.error) }
    case 'own':
    case 'borrow':
      return { kind: type.kind, resource: resourceTypeAt(scope, type.resource) }
    case 'stream':
    case 'future':
      return { kind: type.kind, element: maybe(type.element) }
    case 'map':
      return { kind: 'map', key: resolve(type.key), value: resolve(type.value) }
    default:
      return type
  }
}

function checkShape(scope: Scope, shape: ValueTypeShape): void {
  if (shape.kind === 'map' && !keyTypes.has(primitiveOf(shape.key)))
    scope.fail(
      `invalid map key type: map keys must be ${[...keyTypes].join(', ').replace(/, (\w+)$/, ' or $1')}`,
    )
  if (shape.kind !== 'stream' && shape.kind !== 'future') return
  const { kind, element } = shape
  if (element === undefined) return
  if (kind === 'stream' && primitiveOf(element) === 'char')
    scope.fail(
      '`stream<char>` is not valid at this time, use `stream<u8>` with a defined by encoding instead for now',
    )
  if (typeof element !== 'string' && element.info.hasBorrow)
    scope.fail(`\`${kind}\` cannot contain a \`borrow\` type`)
}
