/** Numbers and vectors: core specification 5.3.1, 5.3.2. */
export type NumericType = 'i32' | 'i64' | 'f32' | 'f64' | 'v128'

/** Core specification 5.3.3. */
export type AbstractHeapType =
  | 'func'
  | 'extern'
  | 'any'
  | 'eq'
  | 'i31'
  | 'struct'
  | 'array'
  | 'none'
  | 'nofunc'
  | 'noextern'
  | 'exn'
  | 'noexn'

/** An abstract heap type, or the index of a type of the module. */
export type HeapType = AbstractHeapType | number

export interface ReferenceType {
  readonly nullable: boolean
  readonly heap: HeapType
}

export type ValueType = NumericType | ReferenceType

export type StorageType = ValueType | 'i8' | 'i16'

export interface FieldType {
  readonly storage: StorageType
  readonly mutable: boolean
}

export interface FunctionType {
  readonly kind: 'func'
  readonly parameters: readonly ValueType[]
  readonly results: readonly ValueType[]
}

export interface StructType {
  readonly kind: 'struct'
  readonly fields: readonly FieldType[]
}

export interface ArrayType {
  readonly kind: 'array'
  readonly field: FieldType
}

export type CompositeType = FunctionType | StructType | ArrayType

export interface SubType {
  readonly final: boolean
  readonly supertypes: readonly number[]
  readonly composite: CompositeType
}

export interface RecursiveGroup {
  /** Written as `rec`; otherwise the group is one type that stands alone. */
  readonly explicit: boolean
  readonly types: readonly SubType[]
}

/** Sizes in pages or table entries. */
export interface SizeLimits {
  readonly minimum: bigint
  readonly maximum?: bigint
}

export interface MemoryType {
  readonly limits: SizeLimits
  readonly shared: boolean
  /** The address type. */
  readonly index: 'i32' | 'i64'
  /** Logarithm of the page size in bytes, where the module sets its own (custom page sizes proposal). */
  readonly pageSizeLog2?: number
}

export interface TableType {
  readonly element: ReferenceType
  readonly limits: SizeLimits
  readonly index: 'i32' | 'i64'
}

export interface GlobalType {
  readonly value: ValueType
  readonly mutable: boolean
}

export type ExternType =
  | { readonly kind: 'func'; readonly type: number }
  | { readonly kind: 'table'; readonly type: TableType }
  | { readonly kind: 'memory'; readonly type: MemoryType }
  | { readonly kind: 'global'; readonly type: GlobalType }
  | { readonly kind: 'tag'; readonly type: number }

export type ExternKind = ExternType['kind']

/** The bytes of a constant expression, with its final `end`. */
export type Expression = Uint8Array

export interface Import {
  readonly module: string
  readonly name: string
  readonly type: ExternType
}

export interface Export {
  readonly name: string
  readonly kind: ExternKind
  readonly index: number
}

export interface Table {
  readonly type: TableType
  readonly init?: Expression
}

export interface Global {
  readonly type: GlobalType
  readonly init: Expression
}

export type ElementItems =
  | { readonly kind: 'functions'; readonly indices: readonly number[] }
  | { readonly kind: 'expressions'; readonly expressions: readonly Expression[] }

export interface ElementSegment {
  readonly mode: 'active' | 'passive' | 'declarative'
  /** The table an active segment fills; 0 in the other modes. */
  readonly table: number
  /** Only in active segments. */
  readonly offset?: Expression
  readonly type: ReferenceType
  readonly items: ElementItems
}

export interface LocalGroup {
  readonly count: number
  readonly type: ValueType
}

export interface FunctionBody {
  readonly locals: readonly LocalGroup[]
  /** With the final `end`. Not checked by the decoder: read it with `forEachInstruction`. */
  readonly instructions: Uint8Array
  /** Offset of the body (just behind its size) in the decoded bytes; 0 in a body that was not decoded. */
  readonly offset: number
  /** Offset of `instructions` in the decoded bytes; 0 in a body that was not decoded. */
  readonly instructionsOffset: number
}

export interface DataSegment {
  readonly mode: 'active' | 'passive'
  /** The memory an active segment fills; 0 in a passive one. */
  readonly memory: number
  /** Only in active segments. */
  readonly offset?: Expression
  readonly bytes: Uint8Array
}

export interface CustomSection {
  readonly name: string
  readonly bytes: Uint8Array
  /** Id of the section that this one follows, 0 at the front. */
  readonly after: number
}

/** A module as plain data, section by section: core specification 5.5. */
export interface Module {
  readonly types: readonly RecursiveGroup[]
  readonly imports: readonly Import[]
  /** The type index of each defined function. */
  readonly functions: readonly number[]
  readonly tables: readonly Table[]
  readonly memories: readonly MemoryType[]
  /** The type index of each defined tag. */
  readonly tags: readonly number[]
  readonly globals: readonly Global[]
  readonly exports: readonly Export[]
  readonly start?: number
  readonly elements: readonly ElementSegment[]
  readonly dataCount?: number
  readonly code: readonly FunctionBody[]
  readonly data: readonly DataSegment[]
  readonly customs: readonly CustomSection[]
}
