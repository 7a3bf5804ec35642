import type { NamedType, TypeBody, WitType } from '../wit/world.js'

type AliasBody = Extract<TypeBody, { kind: 'alias' }>
/** A type that is a record, variant, enum or flags. */
export type DeclaredType = NamedType & { readonly body: Exclude<TypeBody, AliasBody> }

/** A type that is no alias: what it is made of, or its own declaration. */
export type ResolvedType =
  | Exclude<WitType, { kind: 'named' }>
  | { readonly kind: 'named'; readonly type: DeclaredType }

/** What an alias stands for in the end; any other type is itself. */
export function resolveAlias(type: WitType): ResolvedType {
  let current = type
  while (current.kind === 'named' && current.type.body.kind === 'alias') current = current.type.body.type
  return current as ResolvedType
}
