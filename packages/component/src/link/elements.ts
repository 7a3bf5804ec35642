import type { FuncInst, FuncType, ResourceType, ValType } from '@weft/abi'
import type { Declaration, Sort, SubType } from '@weft/wasm-binary'
import type { ComponentItem } from './component-item.js'
import type { CoreModule } from './core-module.js'
import type { Scope } from './scope.js'

/** A component type or instance type, with the scope that its outer aliases look at. */
export interface DeclaredType {
  readonly kind: 'component' | 'instance'
  readonly declarations: readonly Declaration[]
  readonly scope: Scope
}

/** What an index of a type stands for. */
export type TypeItem =
  | { readonly kind: 'value'; readonly type: ValType }
  | { readonly kind: 'func'; readonly type: FuncType }
  | { readonly kind: 'resource'; readonly type: ResourceType }
  | DeclaredType

type CoreTypeItem =
  | { readonly kind: 'module'; readonly module: CoreModule }
  /** A type of those that were defined together; `scope` and `index`: where. */
  | {
      readonly kind: 'type'
      readonly type: SubType
      readonly group: readonly SubType[]
      readonly scope: Scope
      readonly index: number
    }

export interface InstanceItem {
  readonly exports: ReadonlyMap<string, Item>
}

/** What the exports of a core instance are, by name: core values, or, before anything runs, the names of their sorts. */
export type CoreExports = Readonly<Record<string, unknown>>

/** What the index spaces hold. */
export interface Elements extends Record<Sort, unknown> {
  func: FuncInst
  type: TypeItem
  component: ComponentItem
  instance: InstanceItem
  'core type': CoreTypeItem
  'core module': CoreModule
  'core instance': CoreExports
}

/** Sorts that a component can import and export. */
export type ExternSort = 'func' | 'type' | 'component' | 'instance' | 'core module'

type ItemOf<S extends ExternSort> = S extends ExternSort
  ? { readonly sort: S; readonly value: Elements[S] }
  : never

/** An import, an export or an argument. */
export type Item = ItemOf<ExternSort>

/** The type that is asked of an import, or stated for an export. */
export type Wanted =
  | { readonly sort: 'func'; readonly type: FuncType }
  | { readonly sort: 'instance' | 'component'; readonly type: DeclaredType }
  | { readonly sort: 'core module'; readonly type: CoreModule }
  /** `type` undefined: any resource type. */
  | { readonly sort: 'type'; readonly type: TypeItem | undefined }

/** Gives the import of a name. Throws if there is none, or one of another type. */
export type Provide = (name: string, wanted: Wanted) => Item
