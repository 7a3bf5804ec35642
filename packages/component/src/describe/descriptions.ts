import type { PrimitiveKind } from '@weft/abi'
import type { Sort } from '@weft/wasm-binary'

/** A field of a record, or a parameter. */
export interface FieldDescription {
  readonly label: string
  readonly type: TypeDescription
}

export interface CaseDescription {
  readonly label: string
  readonly type?: TypeDescription
}

interface Named {
  /**
   * Where the component first imports or exports the type, such as `wasi:http/types@0.3.0#error-code`. If it imports
   * another type of this name, the exported one is `export wasi:http/types@0.3.0#error-code`.
   */
  readonly name?: string
}

/** A value type: primitive ones by name. Types that stand in several places are one object. */
export type TypeDescription =
  | PrimitiveKind
  | (Named &
      (
        | { readonly kind: 'record'; readonly fields: readonly FieldDescription[] }
        | { readonly kind: 'variant'; readonly cases: readonly CaseDescription[] }
        | { readonly kind: 'enum' | 'flags'; readonly labels: readonly string[] }
        | { readonly kind: 'tuple'; readonly types: readonly TypeDescription[] }
        | { readonly kind: 'list'; readonly element: TypeDescription; readonly length?: number }
        | { readonly kind: 'option'; readonly type: TypeDescription }
        | { readonly kind: 'result'; readonly ok?: TypeDescription; readonly error?: TypeDescription }
        | { readonly kind: 'map'; readonly key: TypeDescription; readonly value: TypeDescription }
        | { readonly kind: 'stream' | 'future'; readonly element?: TypeDescription }
        /** `resource` is the name of a resource: where it is first imported or exported. */
        | { readonly kind: 'own' | 'borrow'; readonly resource: string }
      ))

export interface FunctionDescription {
  readonly async: boolean
  readonly params: readonly FieldDescription[]
  readonly result?: TypeDescription
}

export interface CoreImportDescription {
  readonly module: string
  readonly name: string
  readonly kind: Sort
}

/** What is imported or exported, under the component's name for it. */
export type ExternDescription = { readonly name: string } & (
  | { readonly kind: 'func'; readonly type: FunctionDescription }
  | { readonly kind: 'instance'; readonly exports: readonly ExternDescription[] }
  | { readonly kind: 'resource'; readonly resource: string }
  | { readonly kind: 'type'; readonly type: TypeDescription | FunctionDescription | undefined }
  | {
      readonly kind: 'component'
      readonly imports: readonly ExternDescription[]
      readonly exports: readonly ExternDescription[]
    }
  | {
      readonly kind: 'module'
      readonly imports: readonly CoreImportDescription[]
      readonly exports: readonly { readonly name: string; readonly kind: Sort }[]
    }
)
