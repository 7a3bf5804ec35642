import type { WitSpot } from './wit-error.js'
import type { WitToken } from './wit-tokens.js'
import type { WitFile } from './world.js'

/** A name where it is declared or used, without the `%` that escapes it. */
export interface ScannedName extends WitSpot {
  readonly name: string
}

export interface Declared extends ScannedName {
  readonly docs?: string | undefined
}

/** What names an interface or a world: `i`, or `ns:package/i@1.2.3`. */
export interface ScannedPath extends WitSpot {
  /** `ns:package@1.2.3`; undefined for one's own package. */
  readonly package?: string | undefined
  readonly name: string
  readonly firstToken: number
  /** The token behind the path. */
  readonly endToken: number
}

/** What stands in an interface or a world. */
export interface ScannedItem extends Declared {
  readonly kind:
    | 'use'
    | 'type'
    | 'record'
    | 'variant'
    | 'enum'
    | 'flags'
    | 'resource'
    | 'func'
    /** An interface that a world writes out in place, `inline`. */
    | 'interface'
    /** An interface that a world imports or exports by its path. Its name is that path, or the one it is given. */
    | 'path'
  /** What a world says of its functions and interfaces. */
  readonly direction?: 'import' | 'export' | undefined
  /** Fields, cases, labels, and the functions of a resource, whose constructor is called `[constructor]`. */
  readonly members: readonly Declared[]
  readonly inline?: ScannedScope | undefined
  readonly path?: ScannedPath | undefined
}

export interface ScannedScope {
  readonly items: readonly ScannedItem[]
  /** Names of types, where they are used. */
  readonly references: readonly ScannedName[]
}

export interface ScannedInterface extends Declared, ScannedScope {}

export interface ScannedInclude {
  readonly path: ScannedPath
  /** The old names, each with its new one. */
  readonly renames: readonly (ScannedName & { readonly renamed: string })[]
}

export interface ScannedWorld extends Declared, ScannedScope {
  readonly includes: readonly ScannedInclude[]
}

/** `use a:b/c as d;` outside of interfaces and worlds: a name that is known in this part only. */
export interface TopLevelUse extends ScannedName {
  readonly path: ScannedPath
}

/** What one file says of one package: the file without its nested packages, or one of those. */
export interface ScannedPart {
  readonly file: WitFile
  readonly tokens: readonly WitToken[]
  /** `ns:package@1.2.3`; undefined if the file does not say. */
  readonly package?: Declared | undefined
  readonly interfaces: readonly ScannedInterface[]
  readonly worlds: readonly ScannedWorld[]
  readonly topLevelUses: readonly TopLevelUse[]
  /** Every path in the part, those of top-level uses among them. */
  readonly paths: readonly ScannedPath[]
  /** Tokens that hold interfaces and worlds: ranges, each `[first, end)`, in order. */
  readonly bodies: readonly (readonly [number, number])[]
}

/** A file: its own part first, then the packages that are nested in it. */
export interface ScannedFile {
  readonly own: ScannedPart
  readonly nested: readonly ScannedPart[]
}
