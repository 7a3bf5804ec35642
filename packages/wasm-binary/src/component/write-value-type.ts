import type { ByteWriter } from '@weft/core'
import type { ComponentValueType, LabeledValueType, PrimitiveValueType } from './component-types.js'
import { errorContextCode, primitives } from './read-value-type.js'
import { writeOptional } from './write-common.js'

export function writePrimitive(writer: ByteWriter, type: PrimitiveValueType): void {
  writer.u8(type === 'error-context' ? errorContextCode : 0x7f - primitives.indexOf(type))
}

/** Binary.md, `valtype`. */
export function writeComponentValueType(writer: ByteWriter, type: ComponentValueType): void {
  if (typeof type === 'number') writer.signed(type)
  else writePrimitive(writer, type)
}

export function writeOptionalType(writer: ByteWriter, type: ComponentValueType | undefined): void {
  writeOptional(writer, type, writeComponentValueType)
}

export function writeLabeledType(writer: ByteWriter, { label, type }: LabeledValueType): void {
  writeComponentValueType(writer.name(label), type)
}

/** Binary.md, `resultlist`. */
export function writeResultList(writer: ByteWriter, type: ComponentValueType | undefined): void {
  if (type === undefined) writer.u8(1).u8(0)
  else writeComponentValueType(writer.u8(0), type)
}
