import type { ByteReader, ByteWriter } from '@weft/core'
import type {
  AbstractHeapType,
  FieldType,
  HeapType,
  NumericType,
  ReferenceType,
  StorageType,
  ValueType,
} from './module.js'

const numericCodes: Readonly<Record<NumericType, number>> = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
}
const packedCodes = { i8: 0x78, i16: 0x77 } as const
const heapCodes: Readonly<Record<AbstractHeapType, number>> = {
  noexn: 0x74,
  nofunc: 0x73,
  noextern: 0x72,
  none: 0x71,
  func: 0x70,
  extern: 0x6f,
  any: 0x6e,
  eq: 0x6d,
  i31: 0x6c,
  struct: 0x6b,
  array: 0x6a,
  exn: 0x69,
}
const nullableCode = 0x63
const nonNullableCode = 0x64

const numericTypes = /* @__PURE__ */ invert(numericCodes)
const packedTypes = /* @__PURE__ */ invert(packedCodes)
const heapTypes = /* @__PURE__ */ invert(heapCodes)

function invert<Name extends string>(codes: Readonly<Record<Name, number>>): ReadonlyMap<number, Name> {
  return new Map(Object.entries<number>(codes).map(([name, code]) => [code, name as Name]))
}

/** Core specification 5.3.3. */
export function readHeapType(reader: ByteReader): HeapType {
  const start = reader.offset
  const abstract = heapTypes.get(reader.peek())
  if (abstract !== undefined) {
    reader.u8()
    return abstract
  }
  const index = reader.s33()
  return index >= 0 ? index : reader.fail('unknown heap type', start)
}

/** `minimumSize` pads a type index to that many bytes. */
export function writeHeapType(writer: ByteWriter, heap: HeapType, minimumSize = 1): void {
  if (typeof heap === 'number') writer.signed(heap, minimumSize)
  else writer.u8(heapCodes[heap])
}

/** Core specification 5.3.4. */
export function readReferenceType(reader: ByteReader): ReferenceType {
  const start = reader.offset
  const code = reader.u8()
  if (code === nullableCode || code === nonNullableCode) {
    return { nullable: code === nullableCode, heap: readHeapType(reader) }
  }
  const heap = heapTypes.get(code)
  return heap === undefined ? reader.fail('malformed reference type', start) : { nullable: true, heap }
}

export function writeReferenceType(writer: ByteWriter, type: ReferenceType, minimumSize = 1): void {
  if (type.nullable && typeof type.heap === 'string') {
    writer.u8(heapCodes[type.heap])
    return
  }
  writer.u8(type.nullable ? nullableCode : nonNullableCode)
  writeHeapType(writer, type.heap, minimumSize)
}

/** Core specification 5.3.5. */
export function readValueType(reader: ByteReader): ValueType {
  const numeric = numericTypes.get(reader.peek())
  if (numeric === undefined) return readReferenceType(reader)
  reader.u8()
  return numeric
}

export function writeValueType(writer: ByteWriter, type: ValueType, minimumSize = 1): void {
  if (typeof type === 'string') writer.u8(numericCodes[type])
  else writeReferenceType(writer, type, minimumSize)
}

export function readValueTypes(reader: ByteReader): ValueType[] {
  return Array.from({ length: reader.count() }, () => readValueType(reader))
}

export function writeValueTypes(writer: ByteWriter, types: readonly ValueType[]): void {
  writer.u32(types.length)
  for (const type of types) writeValueType(writer, type)
}

/** Core specification 5.3.8. */
export function readFieldType(reader: ByteReader): FieldType {
  return { storage: readStorageType(reader), mutable: readFlag(reader, 'mutability') }
}

export function writeFieldType(writer: ByteWriter, field: FieldType): void {
  const { storage } = field
  if (storage === 'i8' || storage === 'i16') writer.u8(packedCodes[storage])
  else writeValueType(writer, storage)
  writer.u8(field.mutable ? 1 : 0)
}

function readStorageType(reader: ByteReader): StorageType {
  const packed = packedTypes.get(reader.peek())
  if (packed === undefined) return readValueType(reader)
  reader.u8()
  return packed
}

/** A byte that is 0 or 1. */
export function readFlag(reader: ByteReader, what: string): boolean {
  const start = reader.offset
  const byte = reader.u8()
  return byte > 1 ? reader.fail(`malformed ${what}`, start) : byte === 1
}
