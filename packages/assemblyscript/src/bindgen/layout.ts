import type { PrimitiveValueType } from '@weft/wasm-binary'
import type { TypeBody, WitType } from '../wit/world.js'
import { resolveAlias } from './resolve-alias.js'

/** Core types of flattened values. */
export type CoreType = 'i32' | 'i64' | 'f32' | 'f64'

/** CanonicalABI.md, `MAX_FLAT_PARAMS`. */
export const maxFlatParameters = 16
/** CanonicalABI.md, `MAX_FLAT_ASYNC_PARAMS`. */
export const maxFlatAsyncParameters = 4

interface Layout {
  readonly sizeBytes: number
  readonly alignmentBytes: number
  readonly flat: readonly CoreType[]
}

/** Where the parts of a record lie, by their index. */
interface RecordLayout extends Layout {
  readonly offsets: readonly number[]
  /** Index of each part's first flattened value. */
  readonly flatOffsets: readonly number[]
}

export interface VariantLayout extends Layout {
  readonly discriminantBytes: 1 | 2 | 4
  readonly payloadOffset: number
}

const primitiveLayouts: Readonly<Record<PrimitiveValueType, Layout>> = {
  bool: scalar(1, 'i32'),
  s8: scalar(1, 'i32'),
  u8: scalar(1, 'i32'),
  s16: scalar(2, 'i32'),
  u16: scalar(2, 'i32'),
  s32: scalar(4, 'i32'),
  u32: scalar(4, 'i32'),
  s64: scalar(8, 'i64'),
  u64: scalar(8, 'i64'),
  f32: scalar(4, 'f32'),
  f64: scalar(8, 'f64'),
  char: scalar(4, 'i32'),
  string: { sizeBytes: 8, alignmentBytes: 4, flat: ['i32', 'i32'] },
  'error-context': scalar(4, 'i32'),
}

const pointerAndLength = primitiveLayouts.string

function scalar(sizeBytes: number, flat: CoreType): Layout {
  return { sizeBytes, alignmentBytes: sizeBytes, flat: [flat] }
}

/** CanonicalABI.md, `alignment`, `elem_size` and `flatten_type`. */
export function layoutOf(type: WitType): Layout {
  const resolved = resolveAlias(type)
  switch (resolved.kind) {
    case 'primitive':
      return primitiveLayouts[resolved.primitive]
    case 'list':
      return resolved.length === undefined ? pointerAndLength : arrayLayout(resolved.element, resolved.length)
    case 'map':
      return pointerAndLength
    case 'tuple':
      return recordLayout(resolved.types)
    case 'option':
    case 'result':
      return variantLayout(payloadsOf(resolved))
    case 'own':
    case 'borrow':
    case 'stream':
    case 'future':
      return scalar(4, 'i32')
    case 'named':
      return bodyLayout(resolved.type.body)
  }
}

function bodyLayout(body: TypeBody): Layout {
  switch (body.kind) {
    case 'record':
      return recordLayout(body.fields.map(({ type }) => type))
    case 'variant':
      return variantLayout(body.cases.map(({ type }) => type))
    case 'enum':
      return scalar(discriminantBytes(body.labels.length), 'i32')
    case 'flags':
      return scalar(flagsBytes(body.labels.length), 'i32')
    case 'alias':
      return layoutOf(body.type)
  }
}

/** What the cases of an option or result carry. */
export function payloadsOf(
  type: Extract<WitType, { kind: 'option' | 'result' }>,
): readonly (WitType | undefined)[] {
  return type.kind === 'option' ? [undefined, type.type] : [type.ok, type.error]
}

function arrayLayout(element: WitType, length: number): Layout {
  const { sizeBytes, alignmentBytes, flat } = layoutOf(element)
  // More than can be passed flat is as good as all of them.
  const all = Array.from({ length: Math.min(length, maxFlatParameters + 1) }, () => flat).flat()
  return { sizeBytes: sizeBytes * length, alignmentBytes, flat: all }
}

export function recordLayout(types: readonly WitType[]): RecordLayout {
  const offsets: number[] = []
  const flatOffsets: number[] = []
  const flat: CoreType[] = []
  let end = 0
  let alignmentBytes = 1
  for (const type of types) {
    const part = layoutOf(type)
    const offset = alignTo(end, part.alignmentBytes)
    offsets.push(offset)
    flatOffsets.push(flat.length)
    flat.push(...part.flat)
    end = offset + part.sizeBytes
    alignmentBytes = Math.max(alignmentBytes, part.alignmentBytes)
  }
  return { sizeBytes: alignTo(end, alignmentBytes), alignmentBytes, flat, offsets, flatOffsets }
}

export function variantLayout(payloads: readonly (WitType | undefined)[]): VariantLayout {
  const layouts = payloads.flatMap((type) => (type === undefined ? [] : [layoutOf(type)]))
  const discriminant = discriminantBytes(payloads.length)
  const payloadAlignment = Math.max(1, ...layouts.map((layout) => layout.alignmentBytes))
  const payloadBytes = Math.max(0, ...layouts.map((layout) => layout.sizeBytes))
  const alignmentBytes = Math.max(discriminant, payloadAlignment)
  const payloadOffset = alignTo(discriminant, payloadAlignment)
  const flat: CoreType[] = ['i32']
  for (const layout of layouts)
    layout.flat.forEach((type, index) => {
      flat[index + 1] = join(flat[index + 1] ?? type, type)
    })
  const sizeBytes = alignTo(payloadOffset + payloadBytes, alignmentBytes)
  return { sizeBytes, alignmentBytes, flat, discriminantBytes: discriminant, payloadOffset }
}

/** CanonicalABI.md, `join`. */
function join(one: CoreType, other: CoreType): CoreType {
  if (one === other) return one
  const areFourBytes = [one, other].every((type) => type === 'i32' || type === 'f32')
  return areFourBytes ? 'i32' : 'i64'
}

/** CanonicalABI.md, `discriminant_type`. */
function discriminantBytes(cases: number): 1 | 2 | 4 {
  if (cases <= 1 << 8) return 1
  return cases <= 1 << 16 ? 2 : 4
}

/** CanonicalABI.md, `elem_size_flags`. */
function flagsBytes(labels: number): 1 | 2 | 4 {
  if (labels <= 8) return 1
  return labels <= 16 ? 2 : 4
}

function alignTo(offset: number, alignmentBytes: number): number {
  return Math.ceil(offset / alignmentBytes) * alignmentBytes
}
