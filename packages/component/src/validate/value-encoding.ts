import { ByteReader } from '@weft/core'
import type { DefinedType, ValueType } from './type-model.js'

/** Checks that bytes encode a value of a type, all of them. Throws `BinaryError`: Binary.md, value definitions. */
export function checkValue(type: ValueType, bytes: Uint8Array, offset: number): void {
  const reader = new ByteReader(bytes, 0, bytes.length, 'value section', offset)
  readValue(type, reader)
  if (!reader.done) reader.fail('bytes left over after a value')
}

function readValue(type: ValueType, reader: ByteReader): void {
  if (typeof type === 'string') readPrimitive(type, reader)
  else readDefined(type, reader)
}

function readDefined(type: DefinedType, reader: ByteReader): void {
  switch (type.kind) {
    case 'primitive':
      readPrimitive(type.primitive, reader)
      break
    case 'record':
      for (const field of type.fields) readValue(field.type, reader)
      return
    case 'tuple':
      for (const each of type.types) readValue(each, reader)
      return
    case 'variant':
      readOptional(type.cases[readIndex(reader, type.cases.length)]!.type, reader)
      break
    case 'enum':
      readIndex(reader, type.labels.length)
      return
    case 'option':
      readOptional(readIndex(reader, 2) === 1 ? type.type : undefined, reader)
      break
    case 'result':
      readOptional(readIndex(reader, 2) === 0 ? type.ok : type.error, reader)
      break
    case 'list':
      readElements(type.length ?? reader.u32(), reader, () => readValue(type.element, reader))
      break
    case 'map':
      readElements(reader.u32(), reader, () => {
        readValue(type.key, reader)
        readValue(type.value, reader)
      })
      break
    case 'flags':
      reader.take(Math.ceil(type.labels.length / 8))
      return
    default:
      refuse(type, reader)
  }
}

function refuse({ kind }: DefinedType, reader: ByteReader): never {
  return reader.fail(`a value of type ${kind} has no encoding`)
}

function readOptional(type: ValueType | undefined, reader: ByteReader): void {
  if (type !== undefined) readValue(type, reader)
}

/** Each element takes at least a byte. */
function readElements(count: number, reader: ByteReader, read: () => void): void {
  if (count > reader.remaining) reader.fail(`${count} elements are more than the bytes left can hold`)
  for (let left = count; left > 0; left--) read()
}

function readIndex(reader: ByteReader, count: number): number {
  const start = reader.offset
  const index = reader.u32()
  return index < count ? index : reader.fail(`case ${index} of ${count}`, start)
}

const fixedBytes: Readonly<Record<string, number>> = { u8: 1, s8: 1, f32: 4, f64: 8 }

function readPrimitive(type: Extract<ValueType, string>, reader: ByteReader): void {
  const start = reader.offset
  const size = fixedBytes[type]
  if (size !== undefined) reader.take(size)
  else if (type === 'bool') readIndex(reader, 2)
  else if (type === 'string') reader.name()
  else if (type === 'char') readChar(reader)
  else if (type === 'u64') reader.u64()
  else if (type === 's64') reader.s64()
  else if (type === 'u32') reader.u32()
  else if (type === 's32') reader.s32()
  else if (type === 'u16' && reader.u32() > 0xffff) reader.fail('integer too large', start)
  else if (type === 's16' && Math.abs(reader.s32() + 0.5) > 0x8000) reader.fail('integer too large', start)
  else if (type === 'error-context') reader.fail('a value of type error-context has no encoding')
}

/** One code point in UTF-8. */
function readChar(reader: ByteReader): void {
  const start = reader.offset
  const lead = reader.peek()
  const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
  const bytes = reader.take(length).slice()
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    reader.fail('malformed UTF-8 encoding', start)
  }
}
