import type { Case, WitType } from '../wit/world.js'
import { camelCase } from './case-names.js'
import { layoutOf, payloadsOf, recordLayout, type VariantLayout, variantLayout } from './layout.js'
import { NameScope } from './name-scope.js'
import { further, type Place, slotBytes } from './place.js'
import { reservedMembers } from './reserved-names.js'
import { type ResolvedType, resolveAlias } from './resolve-alias.js'

/** Part of a record or tuple. */
export interface Part {
  /** Name of the field in AssemblyScript. */
  readonly name: string
  readonly type: WitType
}

/** The fields of a record or tuple; undefined for any other type. */
export function partsOf(type: ResolvedType): readonly Part[] | undefined {
  if (type.kind === 'tuple') return type.types.map((part, index) => ({ name: `_${index}`, type: part }))
  if (type.kind !== 'named' || type.type.body.kind !== 'record') return undefined
  const { fields } = type.type.body
  const names = memberNames(fields.map(({ name }) => name))
  return fields.map((field, index) => ({ name: names[index]!, type: field.type }))
}

/** Names of members of one class, by their names in WIT. */
export function memberNames(
  kebabNames: readonly string[],
  reserved: Iterable<string> = [],
): readonly string[] {
  const names = new NameScope([...reservedMembers, ...reserved])
  return kebabNames.map((name, index) => names.claim(index, camelCase(name)))
}

/** Where part `index` of a record or tuple lies. */
export function partPlace(parts: readonly Part[], index: number, place: Place): Place {
  const { offsets, flatOffsets } = recordLayout(parts.map(({ type }) => type))
  return further(place, place.layout === 'memory' ? offsets[index]! : flatOffsets[index]! * slotBytes)
}

/** What the cases of a variant, option or result carry; undefined for any other type. */
export function casesOf(type: ResolvedType): readonly (WitType | undefined)[] | undefined {
  if (type.kind === 'option' || type.kind === 'result') return payloadsOf(type)
  if (type.kind !== 'named' || type.type.body.kind !== 'variant') return undefined
  return type.type.body.cases.map((each: Case) => each.type)
}

/** Where the payload of a variant lies. */
export function payloadPlace(layout: VariantLayout, place: Place): Place {
  return further(place, place.layout === 'memory' ? layout.payloadOffset : slotBytes)
}

/** The unsigned type of a discriminant, and of flags. */
export function unsignedType(sizeBytes: number): string {
  return `u${sizeBytes * 8}`
}

export function discriminantType(cases: readonly (WitType | undefined)[], { layout }: Place): string {
  return layout === 'slots' ? 'u32' : unsignedType(variantLayout(cases).discriminantBytes)
}

/** The bytes from one element of a list of fixed length to the next. */
export function strideOf(element: WitType, layout: Place['layout']): number {
  const { sizeBytes, flat } = layoutOf(element)
  return layout === 'memory' ? sizeBytes : flat.length * slotBytes
}

/** True if flattened values of the type are read and written one by one; those of variants take a way through slots. */
export function isDirect(type: WitType): boolean {
  const resolved = resolveAlias(type)
  if (casesOf(resolved) !== undefined) return false
  if (resolved.kind === 'list') return resolved.length === undefined
  return (partsOf(resolved) ?? []).every((part) => isDirect(part.type))
}
