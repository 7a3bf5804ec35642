import type { Position } from './syntax-error.js'

export const builtinTypes = [
  'u8',
  'u16',
  'u32',
  'u64',
  's8',
  's16',
  's32',
  's64',
  'f32',
  'f64',
  'char',
] as const

/** A number or character. `usize` and `char8` are written `(@witx usize)` and `(@witx char8)`. */
export type BuiltinType = (typeof builtinTypes)[number] | 'usize' | 'char8'

/** The integer that holds a tag or a set of flags. */
export type Representation = 'u8' | 'u16' | 'u32' | 'u64'

/** Something with a name and the `;;;` comments above it. */
export interface Named {
  readonly name: string
  readonly docs: string
}

export interface Field extends Named {
  readonly type: WitxType
}

export interface Case extends Named {
  readonly type?: WitxType
}

export type WitxType =
  | { readonly kind: 'builtin'; readonly name: BuiltinType }
  | { readonly kind: 'string' | 'handle' }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list' | 'pointer' | 'const_pointer'; readonly element: WitxType }
  | { readonly kind: 'enum'; readonly tag: Representation; readonly cases: readonly Named[] }
  | { readonly kind: 'flags'; readonly representation: Representation; readonly flags: readonly Named[] }
  | { readonly kind: 'record'; readonly fields: readonly Field[] }
  | { readonly kind: 'tuple'; readonly elements: readonly WitxType[] }
  | { readonly kind: 'variant'; readonly tag: Representation; readonly cases: readonly Case[] }
  | { readonly kind: 'expected'; readonly ok?: WitxType; readonly error?: WitxType }

export interface TypeDefinition extends Named {
  readonly type: WitxType
  readonly position: Position
}

export interface WitxParameter extends Named {
  readonly type: WitxType
  readonly position: Position
}

export interface WitxFunction extends Named {
  readonly params: readonly WitxParameter[]
  readonly results: readonly WitxParameter[]
  readonly noReturn: boolean
  readonly position: Position
}

export interface WitxModule extends Named {
  /** Names of the memories that the module needs of its user. */
  readonly memories: readonly string[]
  readonly functions: readonly WitxFunction[]
}

/** A parsed WITX text. Every name that a type mentions is a key of `types`. */
export interface WitxDocument {
  /** Typenames by name in order of definition, those taken from other documents included. */
  readonly types: ReadonlyMap<string, TypeDefinition>
  readonly modules: readonly WitxModule[]
}

/** Follows names until the type itself. */
export function resolveType(
  type: WitxType,
  types: WitxDocument['types'],
): Exclude<WitxType, { kind: 'name' }> {
  let resolved = type
  while (resolved.kind === 'name') resolved = types.get(resolved.name)!.type
  return resolved
}
