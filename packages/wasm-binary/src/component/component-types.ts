import type { ExternType, RecursiveGroup, ValueType } from '../module.js'
import type { Canon } from './canon.js'

/** Core sorts, which stand for index spaces of core definitions: Binary.md, `core:sort`. */
export type CoreSort =
  | 'core func'
  | 'core table'
  | 'core memory'
  | 'core global'
  | 'core tag'
  | 'core type'
  | 'core module'
  | 'core instance'

/** What an index space holds: Binary.md, `sort`. */
export type Sort = 'func' | 'value' | 'type' | 'component' | 'instance' | CoreSort

export interface SortIndex {
  readonly sort: Sort
  readonly index: number
}

/** Component value types that carry no other type. */
export type PrimitiveValueType =
  | 'bool'
  | 's8'
  | 'u8'
  | 's16'
  | 'u16'
  | 's32'
  | 'u32'
  | 's64'
  | 'u64'
  | 'f32'
  | 'f64'
  | 'char'
  | 'string'
  | 'error-context'

/** A primitive type by its name, any other by its type index. */
export type ComponentValueType = PrimitiveValueType | number

export interface LabeledValueType {
  readonly label: string
  readonly type: ComponentValueType
}

export interface CaseValueType {
  readonly label: string
  readonly type?: ComponentValueType | undefined
}

/** Binary.md, `defvaltype`. */
export type DefinedValueType =
  | { readonly kind: 'primitive'; readonly primitive: PrimitiveValueType }
  | { readonly kind: 'record'; readonly fields: readonly LabeledValueType[] }
  | { readonly kind: 'variant'; readonly cases: readonly CaseValueType[] }
  | { readonly kind: 'list'; readonly element: ComponentValueType; readonly length?: number | undefined }
  | { readonly kind: 'tuple'; readonly types: readonly ComponentValueType[] }
  | { readonly kind: 'flags' | 'enum'; readonly labels: readonly string[] }
  | { readonly kind: 'option'; readonly type: ComponentValueType }
  | {
      readonly kind: 'result'
      readonly ok?: ComponentValueType | undefined
      readonly error?: ComponentValueType | undefined
    }
  /** `resource` is a type index. */
  | { readonly kind: 'own' | 'borrow'; readonly resource: number }
  | { readonly kind: 'stream' | 'future'; readonly element?: ComponentValueType | undefined }
  | { readonly kind: 'map'; readonly key: ComponentValueType; readonly value: ComponentValueType }

export interface ComponentFunctionType {
  readonly kind: 'func'
  readonly async: boolean
  readonly parameters: readonly LabeledValueType[]
  readonly result?: ComponentValueType | undefined
}

export interface ResourceTypeDefinition {
  readonly kind: 'resource'
  /** The core type that stands for a resource within its component: i32. */
  readonly representation: ValueType
  /** A core function index. */
  readonly destructor?: number | undefined
}

export interface ComponentTypeDefinition {
  readonly kind: 'component'
  readonly declarations: readonly Declaration[]
}

export interface InstanceTypeDefinition {
  readonly kind: 'instance'
  /** Imports are not among them. */
  readonly declarations: readonly Declaration[]
}

/** Binary.md, `deftype`. */
export type DefinedType =
  | DefinedValueType
  | ComponentFunctionType
  | ResourceTypeDefinition
  | ComponentTypeDefinition
  | InstanceTypeDefinition

/** What a `core type` defines: a group of types, or the type of a module. */
export type ComponentCoreType =
  | { readonly kind: 'rec'; readonly group: RecursiveGroup }
  | { readonly kind: 'module'; readonly declarations: readonly ModuleDeclaration[] }

/** Binary.md, `core:moduledecl`. Indices of types count the declarations of the module type itself. */
export type ModuleDeclaration =
  | { readonly kind: 'import'; readonly module: string; readonly name: string; readonly type: ExternType }
  | { readonly kind: 'type'; readonly group: RecursiveGroup }
  | { readonly kind: 'alias'; readonly count: number; readonly index: number }
  | { readonly kind: 'export'; readonly name: string; readonly type: ExternType }

/** The type of an import or export: Binary.md, `externtype`. Numbers are type indices, or core ones for modules. */
export type ComponentExternType =
  | { readonly sort: 'core module' | 'func' | 'component' | 'instance'; readonly type: number }
  | { readonly sort: 'type'; readonly bound: TypeBound }
  | { readonly sort: 'value'; readonly bound: ValueBound }

export type TypeBound =
  | { readonly kind: 'eq'; readonly type: number }
  /** A resource type that is new. */
  | { readonly kind: 'sub resource' }

export type ValueBound =
  | { readonly kind: 'eq'; readonly value: number }
  | { readonly kind: 'type'; readonly type: ComponentValueType }

/** Each kind may stand once, which the decoder does not check. */
export interface NameAttribute {
  readonly kind: 'implements' | 'versionsuffix' | 'external-id'
  readonly value: string
}

/** Binary.md, `nameattributes`. The grammar of the name itself is not checked by the decoder. */
export interface ExternName {
  readonly name: string
  readonly attributes: readonly NameAttribute[]
}

export interface CoreInstantiateArgument {
  readonly name: string
  /** A core instance index. */
  readonly instance: number
}

export interface CoreInlineExport {
  readonly name: string
  readonly sort: CoreSort
  readonly index: number
}

export interface InstantiateArgument extends SortIndex {
  readonly name: string
}

export interface InlineExport extends ExternName, SortIndex {}

/** How a core instance comes to be: Binary.md, `core:instanceexpr`. */
export type CoreInstanceExpression =
  | {
      readonly kind: 'instantiate'
      readonly module: number
      readonly arguments: readonly CoreInstantiateArgument[]
    }
  | { readonly kind: 'exports'; readonly exports: readonly CoreInlineExport[] }

/** How an instance comes to be: Binary.md, `instanceexpr`. */
export type InstanceExpression =
  | {
      readonly kind: 'instantiate'
      readonly component: number
      readonly arguments: readonly InstantiateArgument[]
    }
  | { readonly kind: 'exports'; readonly exports: readonly InlineExport[] }

/** What an alias stands for. `count` says how many components or types further out the index space lies. */
export type AliasTarget =
  | { readonly kind: 'export'; readonly instance: number; readonly name: string }
  | { readonly kind: 'core export'; readonly instance: number; readonly name: string }
  | { readonly kind: 'outer'; readonly count: number; readonly index: number }

interface Placed {
  /** Offset of the definition in the whole input, in bytes. */
  readonly offset: number
}

export interface CoreModuleDefinition extends Placed {
  readonly kind: 'core-module'
  /** A view of the input. Not decoded. */
  readonly bytes: Uint8Array
}

export interface CoreInstanceDefinition extends Placed {
  readonly kind: 'core-instance'
  readonly expression: CoreInstanceExpression
}

export interface CoreTypeDefinition extends Placed {
  readonly kind: 'core-type'
  readonly type: ComponentCoreType
}

export interface NestedComponentDefinition extends Placed {
  readonly kind: 'component'
  readonly component: ComponentBinary
}

export interface InstanceDefinition extends Placed {
  readonly kind: 'instance'
  readonly expression: InstanceExpression
}

export interface AliasDefinition extends Placed {
  readonly kind: 'alias'
  readonly sort: Sort
  readonly target: AliasTarget
}

export interface TypeDefinition extends Placed {
  readonly kind: 'type'
  readonly type: DefinedType
}

export interface CanonDefinition extends Placed {
  readonly kind: 'canon'
  readonly canon: Canon
}

export interface StartDefinition extends Placed {
  readonly kind: 'start'
  readonly func: number
  /** Value indices. */
  readonly arguments: readonly number[]
  /** How many values the function adds to the index space. */
  readonly results: number
}

export interface ImportDefinition extends Placed, ExternName {
  readonly kind: 'import'
  readonly type: ComponentExternType
}

export interface ExportDefinition extends Placed, ExternName, SortIndex {
  readonly kind: 'export'
  /** The type that the export is given where it is not its own. */
  readonly type?: ComponentExternType | undefined
}

export interface ValueDefinition extends Placed {
  readonly kind: 'value'
  readonly type: ComponentValueType
  /** The value as it is encoded: a view of the input. */
  readonly bytes: Uint8Array
}

/** One definition of a component. Each takes the next index of its sort: order matters. */
export type Definition =
  | CoreModuleDefinition
  | CoreInstanceDefinition
  | CoreTypeDefinition
  | NestedComponentDefinition
  | InstanceDefinition
  | AliasDefinition
  | TypeDefinition
  | CanonDefinition
  | StartDefinition
  | ImportDefinition
  | ExportDefinition
  | ValueDefinition

export interface ExportDeclaration extends Placed, ExternName {
  readonly kind: 'export'
  readonly type: ComponentExternType
}

/** One declaration of a component type or an instance type: Binary.md, `componentdecl`. */
export type Declaration =
  | CoreTypeDefinition
  | TypeDefinition
  | AliasDefinition
  | ImportDefinition
  | ExportDeclaration

export interface ComponentCustomSection extends Placed {
  readonly name: string
  readonly bytes: Uint8Array
}

/** A component as plain data: Binary.md. Nothing is resolved or validated. */
export interface ComponentBinary extends Placed {
  /** All definitions in the order of the binary, whatever their sections. */
  readonly definitions: readonly Definition[]
  readonly customSections: readonly ComponentCustomSection[]
  readonly byteLength: number
}
