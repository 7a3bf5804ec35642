import {
  type BuiltinType,
  type Representation,
  resolveType,
  type WitxDocument,
  type WitxType,
} from './document.js'

/** How a value lies in linear memory. */
export interface TypeLayout {
  readonly sizeBytes: number
  readonly alignmentBytes: number
  /** Records and tuples: where each field starts. */
  readonly fields?: readonly { readonly name: string; readonly offsetBytes: number }[]
  /** Variants: where the payload starts; the tag is at 0. */
  readonly payloadOffsetBytes?: number
}

const builtinSizes: Readonly<Record<BuiltinType, 1 | 2 | 4 | 8>> = {
  u8: 1,
  s8: 1,
  char8: 1,
  u16: 2,
  s16: 2,
  u32: 4,
  s32: 4,
  f32: 4,
  char: 4,
  usize: 4,
  u64: 8,
  s64: 8,
  f64: 8,
}

/** Size and alignment of a type, by the rules of WITX (natural alignment, as in C). `types` resolves its names. */
export function typeLayout(type: WitxType, types: WitxDocument['types']): TypeLayout {
  const resolved = resolveType(type, types)
  switch (resolved.kind) {
    case 'builtin':
      return scalar(builtinSizes[resolved.name])
    case 'enum':
      return scalar(builtinSizes[resolved.tag])
    case 'flags':
      return scalar(builtinSizes[resolved.representation])
    case 'handle':
    case 'pointer':
    case 'const_pointer':
      return scalar(4)
    case 'string':
    case 'list':
      return { sizeBytes: 8, alignmentBytes: 4 }
    case 'record':
      return recordLayout(resolved.fields, types)
    case 'tuple':
      return recordLayout(
        resolved.elements.map((element, index) => ({ name: String(index), type: element })),
        types,
      )
    case 'variant':
      return variantLayout(
        resolved.tag,
        resolved.cases.map((item) => item.type),
        types,
      )
    case 'expected':
      return variantLayout('u32', [resolved.ok, resolved.error], types)
  }
}

function scalar(sizeBytes: number): TypeLayout {
  return { sizeBytes, alignmentBytes: sizeBytes }
}

function recordLayout(
  members: readonly { name: string; type: WitxType }[],
  types: WitxDocument['types'],
): TypeLayout {
  let end = 0
  let alignmentBytes = 1
  const fields = members.map(({ name, type }) => {
    const layout = typeLayout(type, types)
    const offsetBytes = alignUp(end, layout.alignmentBytes)
    end = offsetBytes + layout.sizeBytes
    alignmentBytes = Math.max(alignmentBytes, layout.alignmentBytes)
    return { name, offsetBytes }
  })
  return { sizeBytes: alignUp(end, alignmentBytes), alignmentBytes, fields }
}

function variantLayout(
  tag: Representation,
  payloads: readonly (WitxType | undefined)[],
  types: WitxDocument['types'],
): TypeLayout {
  const layouts = payloads.filter((type) => type !== undefined).map((type) => typeLayout(type, types))
  const payloadAlignment = Math.max(1, ...layouts.map((layout) => layout.alignmentBytes))
  const payloadSize = Math.max(0, ...layouts.map((layout) => layout.sizeBytes))
  const alignmentBytes = Math.max(builtinSizes[tag], payloadAlignment)
  const payloadOffsetBytes = alignUp(builtinSizes[tag], payloadAlignment)
  return {
    sizeBytes: alignUp(payloadOffsetBytes + payloadSize, alignmentBytes),
    alignmentBytes,
    payloadOffsetBytes,
  }
}

function alignUp(offset: number, alignment: number): number {
  return Math.ceil(offset / alignment) * alignment
}
