import type { PrimitiveValueType } from '@weft/wasm-binary'

export interface Labeled {
  /** As WIT spells it, in kebab case. */
  readonly name: string
  readonly docs?: string | undefined
}

export interface Field extends Labeled {
  readonly type: WitType
}

export interface Case extends Labeled {
  readonly type?: WitType | undefined
}

/** A value type. Two types are the same type exactly if they are the same object, or equal in structure and unnamed. */
export type WitType =
  | { readonly kind: 'primitive'; readonly primitive: PrimitiveValueType }
  | { readonly kind: 'list'; readonly element: WitType; readonly length?: number | undefined }
  | { readonly kind: 'tuple'; readonly types: readonly WitType[] }
  | { readonly kind: 'option'; readonly type: WitType }
  | { readonly kind: 'result'; readonly ok?: WitType | undefined; readonly error?: WitType | undefined }
  | { readonly kind: 'map'; readonly key: WitType; readonly value: WitType }
  | { readonly kind: 'own' | 'borrow'; readonly resource: Resource }
  | { readonly kind: 'stream' | 'future'; readonly element?: WitType | undefined }
  /** A type with a name of its own: a record, variant, enum, flags or alias that an interface or world declares. */
  | { readonly kind: 'named'; readonly type: NamedType }

/** What a name stands for. `alias` is any other type under a name of its own (`type ids = list<u32>`). */
export type TypeBody =
  | { readonly kind: 'record'; readonly fields: readonly Field[] }
  | { readonly kind: 'variant'; readonly cases: readonly Case[] }
  | { readonly kind: 'enum' | 'flags'; readonly labels: readonly Labeled[] }
  | { readonly kind: 'alias'; readonly type: WitType }

/** Declared once, in the interface or world `scope`; whoever `use`s it refers to the same object. */
export interface NamedType extends Labeled {
  readonly kind: 'type'
  readonly scope: Scope
  readonly body: TypeBody
}

export interface Resource extends Labeled {
  readonly kind: 'resource'
  readonly scope: Scope
  /** Constructor, methods and static functions, in the order of the text. */
  readonly functions: readonly WitFunction[]
}

export interface Parameter {
  readonly name: string
  readonly type: WitType
}

export interface WitFunction {
  /** The function's own name in kebab case: `get` for `[method]thing.get`, `thing` for a constructor. */
  readonly name: string
  /** As it is spelled in binaries: `f`, `[method]thing.get`, `[static]thing.make`, `[constructor]thing`. */
  readonly externName: string
  readonly role: 'freestanding' | 'method' | 'static' | 'constructor'
  readonly async: boolean
  /** Those of a method begin with `self`. */
  readonly parameters: readonly Parameter[]
  readonly result?: WitType | undefined
  readonly docs?: string | undefined
}

/** Where types and functions are declared: an interface, or the world itself on its import or export side. */
export interface Scope {
  /** False for what the world itself imports and exports outside of interfaces. */
  readonly isInterface: boolean
  readonly direction: 'import' | 'export'
  /**
   * The name in binaries: `ns:package/interface@1.2.3`, or the plain name of an inline interface; the world's own name
   * where `isInterface` is false.
   */
  readonly name: string
  /** The types declared here, resources among them, in order. Used ones are not among them, see `uses`. */
  readonly types: readonly (NamedType | Resource)[]
  /** Names that come by `use`, perhaps renamed, and what they stand for. */
  readonly uses: readonly { readonly name: string; readonly type: NamedType | Resource }[]
  /** Freestanding ones only; those of resources are with them. */
  readonly functions: readonly WitFunction[]
  readonly docs?: string | undefined
}

/** A world with everything in it resolved. */
export interface World {
  /** `ns:package/world@1.2.3`. */
  readonly name: string
  readonly docs?: string | undefined
  /** Interfaces that are imported, those that only carry used types among them; then the world's own imports, if any. */
  readonly imports: readonly Scope[]
  /** Interfaces that are exported; then the world's own exports, if any. Their types are other objects than imported ones. */
  readonly exports: readonly Scope[]
}

/** One WIT file, as the author sees it. */
export interface WitFile {
  /** A path, or another name for messages. */
  readonly path: string
  readonly text: string
}

/** A world, and what the component encoder needs to know of it. */
export interface LoadedWorld {
  readonly world: World
  /** The WIT text, all packages in one document, from which `componentEmbed` makes the same world. */
  readonly witSource: string
  readonly files: readonly WitFile[]
}
