import type { PrimitiveValueType } from '@weft/wasm-binary'
import type { WitType } from '../wit/world.js'
import type { GeneratedFile } from './generated-file.js'
import { resolveAlias } from './resolve-alias.js'

/** How AssemblyScript calls the primitive types whose values are numbers. */
const numberTypes: Readonly<Partial<Record<PrimitiveValueType, string>>> = {
  s8: 'i8',
  u8: 'u8',
  s16: 'i16',
  u16: 'u16',
  s32: 'i32',
  u32: 'u32',
  s64: 'i64',
  u64: 'u64',
  f32: 'f32',
  f64: 'f64',
}

const arrayTypes: Readonly<Partial<Record<PrimitiveValueType, string>>> = {
  s8: 'Int8Array',
  u8: 'Uint8Array',
  s16: 'Int16Array',
  u16: 'Uint16Array',
  s32: 'Int32Array',
  u32: 'Uint32Array',
  s64: 'Int64Array',
  u64: 'Uint64Array',
  f32: 'Float32Array',
  f64: 'Float64Array',
}

/** The typed array for lists of such elements; undefined if those are no numbers. */
export function typedArrayOf(element: WitType): string | undefined {
  const resolved = resolveAlias(element)
  return resolved.kind === 'primitive' ? arrayTypes[resolved.primitive] : undefined
}

/** AssemblyScript's name of a type, as `file` has to write it. */
export function typeText(file: GeneratedFile, type: WitType): string {
  const text = (inner: WitType) => typeText(file, inner)
  const unitOr = (inner: WitType | undefined) => (inner === undefined ? file.library('Unit') : text(inner))
  switch (type.kind) {
    case 'primitive':
      return primitiveText(file, type.primitive)
    case 'list':
      return typedArrayOf(type.element) ?? `Array<${text(type.element)}>`
    case 'tuple':
      return `${file.library(`Tuple${type.types.length}`)}<${type.types.map(text).join(', ')}>`
    case 'option':
      return `${hasSome(type.type) ? `${file.library('Some')}<${text(type.type)}>` : text(type.type)} | null`
    case 'result':
      return `${file.library('Result')}<${unitOr(type.ok)}, ${unitOr(type.error)}>`
    case 'map':
      return `Map<${text(type.key)}, ${text(type.value)}>`
    case 'own':
    case 'borrow':
      return file.nameOf(type.resource)
    case 'stream':
      return `${file.library('Stream')}<${unitOr(type.element)}>`
    case 'future':
      return `${file.library('Future')}<${unitOr(type.element)}>`
    case 'named':
      return file.nameOf(type.type)
  }
}

function primitiveText(file: GeneratedFile, primitive: PrimitiveValueType): string {
  if (primitive === 'char') return file.library('char')
  if (primitive === 'error-context') return file.library('ErrorContext')
  return numberTypes[primitive] ?? primitive
}

/** True if an option of this type needs `Some`, because the type itself has no room for null or uses it already. */
export function hasSome(type: WitType): boolean {
  const resolved = resolveAlias(type)
  if (resolved.kind === 'option') return true
  if (resolved.kind === 'named')
    return resolved.type.body.kind === 'enum' || resolved.type.body.kind === 'flags'
  return (
    resolved.kind === 'primitive' && resolved.primitive !== 'string' && resolved.primitive !== 'error-context'
  )
}
