import type { CoreValType, ValType } from '../types.js'

/**
 * What a fundamental type is, as a number. Up to `Future` a value is one core `i32`, and up to `F64` one core value.
 */
export const Kind = {
  Bool: 0,
  U8: 1,
  S8: 2,
  U16: 3,
  S16: 4,
  U32: 5,
  S32: 6,
  Char: 7,
  Flags: 8,
  ErrorContext: 9,
  Own: 10,
  Borrow: 11,
  Stream: 12,
  Future: 13,
  U64: 14,
  S64: 15,
  F32: 16,
  F64: 17,
  String: 18,
  List: 19,
  Record: 20,
  Variant: 21,
} as const
export type Kind = (typeof Kind)[keyof typeof Kind]

export type PtrType = 'i32' | 'i64'

/** Where a value of a type lies in a memory with pointers of one size, and how it is passed flat. */
export interface Layout {
  readonly alignment: number
  readonly size: number
  /** Offsets of a record's fields. */
  readonly offsets: readonly number[]
  /** Bytes of a variant's discriminant, and the offset of its payload. */
  readonly discriminant: number
  readonly payload: number
  /** Core types; of more than `MAX_FLAT_PARAMS` only one more than that. */
  readonly flat: readonly CoreValType[]
}

/** The parts of a type that has others in it. */
export interface Parts {
  readonly element?: FundamentalType | undefined
  readonly length?: number | undefined
  readonly fields?: readonly FundamentalType[]
  readonly cases?: readonly (FundamentalType | undefined)[]
  /** Names in JavaScript: keys of fields and flags, tags of cases. */
  readonly keys?: readonly (string | number)[]
}

/** A type after `despecialize`, with everything that lifting and lowering need computed once. */
export class FundamentalType {
  readonly kind: Kind
  /** The type as the component gave it. */
  readonly type: ValType
  readonly element: FundamentalType | undefined
  /** Set for a list of fixed length. */
  readonly length: number | undefined
  readonly fields: readonly FundamentalType[]
  readonly cases: readonly (FundamentalType | undefined)[]
  readonly keys: readonly (string | number)[]
  /** Case indices by tag. */
  readonly tags: ReadonlyMap<unknown, number>
  layout32!: Layout
  layout64!: Layout
  /** Whether any bytes are a value and mean the same with every pointer size: values are copied without a look at them. */
  is_plain = false

  constructor(kind: Kind, type: ValType, parts: Parts) {
    this.kind = kind
    this.type = type
    this.element = parts.element
    this.length = parts.length
    this.fields = parts.fields ?? []
    this.cases = parts.cases ?? []
    this.keys = parts.keys ?? []
    this.tags = new Map(parts.cases && this.keys.map((key, index) => [key, index]))
  }
}

export function layout(t: FundamentalType, ptr_type: PtrType): Layout {
  return ptr_type === 'i32' ? t.layout32 : t.layout64
}

export function ptr_size(ptr_type: PtrType): 4 | 8 {
  return ptr_type === 'i32' ? 4 : 8
}
