import type {
  AsyncValueType,
  FuncType,
  LabeledType,
  PrimitiveKind,
  PrimitiveType,
  ResourceType,
  ValType,
} from '@weft/abi'
import type {
  ComponentFunctionType,
  ComponentValueType,
  DefinedType,
  DefinedValueType,
  LabeledValueType,
  ResourceTypeDefinition,
} from '@weft/wasm-binary'
import type { TypeItem } from './elements.js'
import type { Scope } from './scope.js'
import { factsOf } from './type-facts.js'

/** As in other engines: types that are larger cannot be told from those that grow exponentially. */
const maximumTypeSize = 1_000_000
const maximumTypeDepth = 100

const primitives = /* @__PURE__ */ new Map<string, PrimitiveType>()
/** Types without resources, by their definitions: they are the same objects in all instances. */
const fixedTypes = /* @__PURE__ */ new WeakMap<DefinedType, TypeItem>()

/** Resolves a type definition that makes no resource. Throws `ValidationError`. */
export function defineType(scope: Scope, definition: Exclude<DefinedType, ResourceTypeDefinition>): TypeItem {
  if (definition.kind === 'component' || definition.kind === 'instance')
    return { kind: definition.kind, declarations: definition.declarations, scope }
  const known = fixedTypes.get(definition)
  if (known !== undefined) return known
  if (definition.kind === 'func') {
    const type = functionType(scope, definition)
    return keep(
      definition,
      { kind: 'func', type },
      parts(type).every((part) => factsOf(part).fixed),
    )
  }
  const type = limited(scope, definedValueType(scope, definition))
  return keep(definition, { kind: 'value', type }, factsOf(type).fixed)
}

function keep(definition: DefinedType, item: TypeItem, fixed: boolean): TypeItem {
  if (fixed) fixedTypes.set(definition, item)
  return item
}

/** The value type behind a name or index. */
export function valueType(scope: Scope, type: ComponentValueType): ValType {
  if (typeof type === 'string') return primitive(type)
  const item = scope.get('type', type)
  return item.kind === 'value' ? item.type : scope.fail(`type index ${type} is not a defined type`)
}

/** The parameters and the result. */
function parts(type: FuncType): ValType[] {
  const types = type.params.map((parameter) => parameter.type)
  return type.result === undefined ? types : [...types, type.result]
}

function primitive(kind: PrimitiveKind): PrimitiveType {
  let type = primitives.get(kind)
  if (type === undefined) {
    type = { kind }
    primitives.set(kind, type)
  }
  return type
}

function functionType(scope: Scope, definition: ComponentFunctionType): FuncType {
  const params = labeled(scope, definition.parameters)
  return { params, result: optional(scope, definition.result), async: definition.async }
}

function definedValueType(scope: Scope, type: DefinedValueType): ValType {
  switch (type.kind) {
    case 'primitive':
      return primitive(type.primitive)
    case 'record':
      return { kind: 'record', fields: labeled(scope, type.fields) }
    case 'variant':
      return {
        kind: 'variant',
        cases: type.cases.map((each) => ({ label: each.label, type: optional(scope, each.type) })),
      }
    case 'list':
      return { kind: 'list', element: valueType(scope, type.element), length: type.length }
    case 'tuple':
      return { kind: 'tuple', types: type.types.map((each) => valueType(scope, each)) }
    case 'flags':
    case 'enum':
      return { kind: type.kind, labels: type.labels }
    case 'option':
      return { kind: 'option', type: valueType(scope, type.type) }
    case 'result':
      return { kind: 'result', ok: optional(scope, type.ok), error: optional(scope, type.error) }
    case 'own':
    case 'borrow':
      return { kind: type.kind, resource: resourceType(scope, type.resource) }
    case 'stream':
    case 'future':
      return { kind: type.kind, element: optional(scope, type.element) }
    case 'map':
      return { kind: 'map', key: valueType(scope, type.key), value: valueType(scope, type.value) }
  }
}

/** The resource type at an index. */
export function resourceType(scope: Scope, index: number): ResourceType {
  const item = scope.get('type', index)
  return item.kind === 'resource' ? item.type : scope.fail(`type index ${index} is not a resource type`)
}

/** The function type at an index. */
export function functionTypeAt(scope: Scope, index: number): FuncType {
  const item = scope.get('type', index)
  return item.kind === 'func' ? item.type : scope.fail(`type index ${index} is not a function type`)
}

/** The stream type or future type at an index. */
export function asyncType(scope: Scope, kind: 'stream' | 'future', index: number): AsyncValueType {
  const item = scope.get('type', index)
  if (item.kind === 'value' && item.type.kind === kind) return item.type as AsyncValueType
  return scope.fail(`type index ${index} is not a ${kind} type`)
}

function labeled(scope: Scope, types: readonly LabeledValueType[]): LabeledType[] {
  return types.map(({ label, type }) => ({ label, type: valueType(scope, type) }))
}

function optional(scope: Scope, type: ComponentValueType | undefined): ValType | undefined {
  return type === undefined ? undefined : valueType(scope, type)
}

function limited(scope: Scope, type: ValType): ValType {
  const { size, depth } = factsOf(type)
  if (size > maximumTypeSize) scope.fail(`effective type size exceeds the limit of ${maximumTypeSize}`)
  if (depth > maximumTypeDepth) scope.fail(`type nesting is too deep: the limit is ${maximumTypeDepth}`)
  return type
}
