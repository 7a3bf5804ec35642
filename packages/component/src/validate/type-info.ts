import type { PrimitiveValueType } from '@weft/wasm-binary'
import type { Fail } from './fail.js'
import type { ExternType, TypeInfo, ValueType, ValueTypeInfo, ValueTypeShape } from './type-model.js'
import { valueTypeParts } from './value-type-parts.js'

const maximumTypeSize = 1_000_000
const maximumValueTypeDepth = 100
/** Types of instances and components may hold value types, and each other: what walks them is recursive. */
const maximumDepth = 250
const maximumValueBytes = 2 ** 28

const pointerBytes = 8
const handleBytes = 4

const primitiveBytes: Readonly<Record<PrimitiveValueType, number>> = {
  bool: 1,
  s8: 1,
  u8: 1,
  s16: 2,
  u16: 2,
  s32: 4,
  u32: 4,
  s64: 8,
  u64: 8,
  f32: 4,
  f64: 8,
  char: 4,
  string: 2 * pointerBytes,
  'error-context': handleBytes,
}

const leaf: TypeInfo = { size: 1, depth: 1 }

/** Size and depth of a type made of others, within limits. */
export function combineInfo(parts: Iterable<TypeInfo>, fail: Fail): TypeInfo {
  let size = 1
  let depth = 0
  for (const part of parts) {
    size += part.size
    depth = Math.max(depth, part.depth)
  }
  if (size > maximumTypeSize) fail(`effective type size exceeds the limit of ${maximumTypeSize}`)
  if (depth >= maximumDepth) fail('type nesting is too deep')
  return { size, depth: depth + 1 }
}

export function infoOfExterns(externs: Iterable<ExternType>, fail: Fail): TypeInfo {
  return combineInfo(Array.from(externs, infoOfExtern), fail)
}

function infoOfExtern(extern: ExternType): TypeInfo {
  switch (extern.sort) {
    case 'core module':
      return extern.type.info
    case 'value':
      return infoOfValueType(extern.type)
    case 'type':
      return extern.type.kind === 'resource' ? leaf : extern.type.info
    default:
      return extern.type.info
  }
}

function primitiveInfo(primitive: PrimitiveValueType): ValueTypeInfo {
  const sizeBytes = primitiveBytes[primitive]
  const hasPointer = primitive === 'string'
  const alignmentBytes = hasPointer ? pointerBytes : sizeBytes
  return { ...leaf, hasBorrow: false, hasPointer, sizeBytes, alignmentBytes }
}

export function infoOfValueType(type: ValueType): ValueTypeInfo {
  return typeof type === 'string' ? primitiveInfo(type) : type.info
}

/** What is known of a new value type. Fails where it is too large or too deep. */
export function infoOfShape(shape: ValueTypeShape, fail: Fail): ValueTypeInfo {
  if (shape.kind === 'primitive') return primitiveInfo(shape.primitive)
  const parts = valueTypeParts(shape).map(infoOfValueType)
  const info = combineInfo(parts, fail)
  if (info.depth > maximumValueTypeDepth) fail('type nesting is too deep')
  const layout = layoutOf(shape)
  if (layout.sizeBytes >= maximumValueBytes)
    fail("value type's maximum in-memory size exceeds maximum byte size")
  const isHandle = shape.kind === 'stream' || shape.kind === 'future'
  const isList = (shape.kind === 'list' && shape.length === undefined) || shape.kind === 'map'
  return {
    ...info,
    ...layout,
    hasBorrow: shape.kind === 'borrow' || parts.some((part) => part.hasBorrow),
    hasPointer: isList || (!isHandle && parts.some((part) => part.hasPointer)),
  }
}

type Layout = Pick<ValueTypeInfo, 'sizeBytes' | 'alignmentBytes'>

const alignTo = (offset: number, alignment: number): number => Math.ceil(offset / alignment) * alignment

/** `elem_size` and `alignment` of the canonical ABI. */
function layoutOf(shape: ValueTypeShape): Layout {
  switch (shape.kind) {
    case 'record':
    case 'tuple':
      return layoutOfRecord(valueTypeParts(shape))
    case 'variant':
      return layoutOfVariant(shape.cases.length, valueTypeParts(shape))
    case 'enum':
      return layoutOfVariant(shape.labels.length, [])
    case 'option':
    case 'result':
      return layoutOfVariant(2, valueTypeParts(shape))
    case 'flags':
      return scalar(shape.labels.length <= 8 ? 1 : shape.labels.length <= 16 ? 2 : 4)
    case 'map':
      return { sizeBytes: 2 * pointerBytes, alignmentBytes: pointerBytes }
    case 'list': {
      const { sizeBytes, alignmentBytes } = infoOfValueType(shape.element)
      return shape.length === undefined
        ? { sizeBytes: 2 * pointerBytes, alignmentBytes: pointerBytes }
        : { sizeBytes: shape.length * sizeBytes, alignmentBytes }
    }
    default:
      return scalar(handleBytes)
  }
}

const scalar = (sizeBytes: number): Layout => ({ sizeBytes, alignmentBytes: sizeBytes })

function layoutOfRecord(types: readonly ValueType[]): Layout {
  let offset = 0
  let alignment = 1
  for (const { sizeBytes, alignmentBytes } of types.map(infoOfValueType)) {
    offset = alignTo(offset, alignmentBytes) + sizeBytes
    alignment = Math.max(alignment, alignmentBytes)
  }
  return { sizeBytes: alignTo(offset, alignment), alignmentBytes: alignment }
}

function layoutOfVariant(caseCount: number, payloads: readonly ValueType[]): Layout {
  const discriminantBytes = caseCount <= 0x100 ? 1 : caseCount <= 0x1_0000 ? 2 : 4
  const infos = payloads.map(infoOfValueType)
  const alignmentBytes = infos.reduce((most, info) => Math.max(most, info.alignmentBytes), discriminantBytes)
  const payloadBytes = infos.reduce((most, info) => Math.max(most, info.sizeBytes), 0)
  const offset = infos.length === 0 ? discriminantBytes : alignTo(discriminantBytes, alignmentBytes)
  return { sizeBytes: alignTo(offset + payloadBytes, alignmentBytes), alignmentBytes }
}
