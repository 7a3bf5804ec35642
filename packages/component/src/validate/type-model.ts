import type { PrimitiveValueType } from '@weft/wasm-binary'
import type { CoreModuleType } from '../core-types/core-types.js'

/** An abstract resource type. Two are the same type if and only if they are the same object. */
export class Resource {
  private readonly types = new Map<symbol, ResourceType>()

  /** The resource as a type under one of the names it has: the same object for the same name. */
  type(label: symbol): ResourceType {
    const known = this.types.get(label)
    if (known !== undefined) return known
    const type: ResourceType = { kind: 'resource', resource: this, label }
    this.types.set(label, type)
    return type
  }
}

/** Imports and exports give a resource names, and only functions that use a name can be seen from outside. */
export interface ResourceType {
  readonly kind: 'resource'
  readonly resource: Resource
  readonly label: symbol
}

/** What is known of a type from the types it is made of. */
export interface TypeInfo {
  /** Number of types, counted as a tree. */
  readonly size: number
  readonly depth: number
}

export interface ValueTypeInfo extends TypeInfo {
  readonly hasBorrow: boolean
  /** A string, list or map is in it. */
  readonly hasPointer: boolean
  /** `elem_size` and `alignment` of the canonical ABI with 64-bit pointers, in bytes. */
  readonly sizeBytes: number
  readonly alignmentBytes: number
}

export interface LabeledType {
  readonly label: string
  readonly type: ValueType
}

export interface CaseType {
  readonly label: string
  readonly type?: ValueType | undefined
}

/** `defvaltype` of the specification with its type indices resolved. */
export type ValueTypeShape =
  | { readonly kind: 'primitive'; readonly primitive: PrimitiveValueType }
  | { readonly kind: 'record'; readonly fields: readonly LabeledType[] }
  | { readonly kind: 'variant'; readonly cases: readonly CaseType[] }
  | { readonly kind: 'list'; readonly element: ValueType; readonly length?: number | undefined }
  | { readonly kind: 'tuple'; readonly types: readonly ValueType[] }
  | { readonly kind: 'flags' | 'enum'; readonly labels: readonly string[] }
  | { readonly kind: 'option'; readonly type: ValueType }
  | { readonly kind: 'result'; readonly ok?: ValueType | undefined; readonly error?: ValueType | undefined }
  | { readonly kind: 'own' | 'borrow'; readonly resource: ResourceType }
  | { readonly kind: 'stream' | 'future'; readonly element?: ValueType | undefined }
  | { readonly kind: 'map'; readonly key: ValueType; readonly value: ValueType }

/** A value type that was defined. Objects of equal shape are equal types, but only some of them may have a name. */
export type DefinedType = ValueTypeShape & { readonly info: ValueTypeInfo }

export type ValueType = PrimitiveValueType | DefinedType

export interface FunctionType {
  readonly kind: 'func'
  readonly async: boolean
  readonly parameters: readonly LabeledType[]
  readonly result?: ValueType | undefined
  readonly info: TypeInfo
}

export type Externs = ReadonlyMap<string, ExternType>

export interface InstanceType {
  readonly kind: 'instance'
  readonly exports: Externs
  /** Resources that are new in each instance of the type. Empty in the type of an instance that exists. */
  readonly resources: readonly Resource[]
  readonly info: TypeInfo
}

export interface ComponentType {
  readonly kind: 'component'
  readonly imports: Externs
  readonly exports: Externs
  /** Resources that an instantiation supplies through imports. */
  readonly importedResources: readonly Resource[]
  /** Resources that are new in each instance. */
  readonly definedResources: readonly Resource[]
  readonly info: TypeInfo
}

export type AnyType = ResourceType | DefinedType | FunctionType | InstanceType | ComponentType

export interface TypeExtern {
  readonly sort: 'type'
  /** The type under the name that the import or export gives it. */
  readonly type: AnyType
  /** The type it is equal to; the same object as `type` where a resource type is new. */
  readonly bound: AnyType
}

/** The type of an import or export. */
export type ExternType =
  | { readonly sort: 'core module'; readonly type: CoreModuleType }
  | { readonly sort: 'func'; readonly type: FunctionType }
  | { readonly sort: 'value'; readonly type: ValueType }
  | { readonly sort: 'instance'; readonly type: InstanceType }
  | { readonly sort: 'component'; readonly type: ComponentType }
  | TypeExtern

/** What a component imports and exports, by name and in order. */
export type ComponentInterface = ComponentType

export function isDefinedType(type: AnyType): type is DefinedType {
  const { kind } = type
  return kind !== 'resource' && kind !== 'func' && kind !== 'instance' && kind !== 'component'
}

/** The same type under a name of its own. */
export function renamed(type: AnyType): AnyType {
  return type.kind === 'resource' ? type.resource.type(Symbol()) : { ...type }
}

/** The primitive type that a value type is, if it is one. */
export function primitiveOf(type: ValueType): PrimitiveValueType | undefined {
  if (typeof type === 'string') return type
  return type.kind === 'primitive' ? type.primitive : undefined
}
