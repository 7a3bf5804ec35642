import type { ResourceType } from './resource.js'

/** Component value types that carry no other type. */
const primitiveKinds = [
  'bool',
  's8',
  'u8',
  's16',
  'u16',
  's32',
  'u32',
  's64',
  'u64',
  'f32',
  'f64',
  'char',
  'string',
  'error-context',
] as const

export type PrimitiveKind = (typeof primitiveKinds)[number]

export interface PrimitiveType {
  readonly kind: PrimitiveKind
}
interface ListType {
  readonly kind: 'list'
  readonly element: ValType
  /** The number of elements of a list of fixed length. */
  readonly length?: number | undefined
}
export interface LabeledType {
  readonly label: string
  readonly type: ValType
}
export interface CaseType {
  readonly label: string
  readonly type?: ValType | undefined
}
interface RecordType {
  readonly kind: 'record'
  readonly fields: readonly LabeledType[]
}
interface TupleType {
  readonly kind: 'tuple'
  readonly types: readonly ValType[]
}
export interface VariantType {
  readonly kind: 'variant'
  readonly cases: readonly CaseType[]
}
export interface EnumType {
  readonly kind: 'enum'
  readonly labels: readonly string[]
}
interface FlagsType {
  readonly kind: 'flags'
  readonly labels: readonly string[]
}
export interface OptionType {
  readonly kind: 'option'
  readonly type: ValType
}
export interface ResultType {
  readonly kind: 'result'
  readonly ok?: ValType | undefined
  readonly error?: ValType | undefined
}
interface MapType {
  readonly kind: 'map'
  readonly key: ValType
  readonly value: ValType
}
export interface HandleType {
  readonly kind: 'own' | 'borrow'
  readonly resource: ResourceType
}
export interface AsyncValueType {
  readonly kind: 'stream' | 'future'
  readonly element?: ValType | undefined
}

/** A component value type with its type indices resolved: `valtype` of the specification. */
export type ValType =
  | PrimitiveType
  | ListType
  | RecordType
  | TupleType
  | VariantType
  | EnumType
  | FlagsType
  | OptionType
  | ResultType
  | MapType
  | HandleType
  | AsyncValueType

/** A component function type: `functype` of the specification. */
export interface FuncType {
  readonly params: readonly LabeledType[]
  readonly result?: ValType | undefined
  readonly async: boolean
}

export type CoreValType = 'i32' | 'i64' | 'f32' | 'f64'
/** A core value as it crosses the JavaScript boundary: i64 is a bigint. */
export type CoreValue = number | bigint

export interface CoreFuncType {
  readonly params: readonly CoreValType[]
  readonly results: readonly CoreValType[]
}
