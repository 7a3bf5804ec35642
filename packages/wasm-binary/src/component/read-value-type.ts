import type { ByteReader } from '@weft/core'
import type { ComponentValueType, LabeledValueType, PrimitiveValueType } from './component-types.js'
import { readOneOf, skipByte } from './read-common.js'

/** Primitive types in the order of their codes, from 0x7f down. */
export const primitives: readonly PrimitiveValueType[] = [
  'bool',
  's8',
  'u8',
  's16',
  'u16',
  's32',
  'u32',
  's64',
  'u64',
  'f32',
  'f64',
  'char',
  'string',
]
export const errorContextCode = 0x64

/** The primitive type with a code; undefined where there is none. */
export function primitiveOf(code: number): PrimitiveValueType | undefined {
  return code === errorContextCode ? 'error-context' : primitives[0x7f - code]
}

/** Binary.md, `valtype`. */
export function readComponentValueType(reader: ByteReader): ComponentValueType {
  const start = reader.offset
  const primitive = primitiveOf(reader.peek())
  if (primitive === undefined) {
    const index = reader.s33()
    return index < 0 ? reader.fail('malformed value type', start) : index
  }
  reader.u8()
  return primitive
}

export function readLabeledType(reader: ByteReader): LabeledValueType {
  return { label: reader.name(), type: readComponentValueType(reader) }
}

/** Binary.md, `resultlist`. */
export function readResultList(reader: ByteReader): ComponentValueType | undefined {
  if (readOneOf(reader, [true, false], 'result list')) return readComponentValueType(reader)
  skipByte(reader, 0, 'result list')
  return undefined
}
