import type { ByteReader, ByteWriter } from '@weft/core'
import type {
  CompositeType,
  ExternKind,
  ExternType,
  GlobalType,
  MemoryType,
  RecursiveGroup,
  SizeLimits,
  SubType,
  TableType,
} from './module.js'
import {
  readFieldType,
  readFlag,
  readReferenceType,
  readValueType,
  readValueTypes,
  writeFieldType,
  writeReferenceType,
  writeValueType,
  writeValueTypes,
} from './value-types.js'

const recursiveCode = 0x4e
const finalCode = 0x4f
const openCode = 0x50
const compositeCodes = { func: 0x60, struct: 0x5f, array: 0x5e } as const

/** Core specification 5.3.11. */
export function readRecursiveGroup(reader: ByteReader): RecursiveGroup {
  if (reader.peek() !== recursiveCode) return { explicit: false, types: [readSubType(reader)] }
  reader.u8()
  return { explicit: true, types: Array.from({ length: reader.count(2) }, () => readSubType(reader)) }
}

export function writeRecursiveGroup(writer: ByteWriter, group: RecursiveGroup): void {
  if (group.explicit) writer.u8(recursiveCode).u32(group.types.length)
  for (const type of group.types) writeSubType(writer, type)
}

function readSubType(reader: ByteReader): SubType {
  const code = reader.peek()
  if (code !== finalCode && code !== openCode)
    return { final: true, supertypes: [], composite: readComposite(reader) }
  reader.u8()
  const supertypes = Array.from({ length: reader.count() }, () => reader.u32())
  return { final: code === finalCode, supertypes, composite: readComposite(reader) }
}

function writeSubType(writer: ByteWriter, type: SubType): void {
  if (!type.final || type.supertypes.length > 0) {
    writer.u8(type.final ? finalCode : openCode).u32(type.supertypes.length)
    for (const index of type.supertypes) writer.u32(index)
  }
  writeComposite(writer, type.composite)
}

function readComposite(reader: ByteReader): CompositeType {
  const start = reader.offset
  switch (reader.u8()) {
    case compositeCodes.func:
      return { kind: 'func', parameters: readValueTypes(reader), results: readValueTypes(reader) }
    case compositeCodes.struct:
      return { kind: 'struct', fields: Array.from({ length: reader.count(2) }, () => readFieldType(reader)) }
    case compositeCodes.array:
      return { kind: 'array', field: readFieldType(reader) }
    default:
      return reader.fail('unknown kind of type', start)
  }
}

function writeComposite(writer: ByteWriter, type: CompositeType): void {
  writer.u8(compositeCodes[type.kind])
  if (type.kind === 'func') {
    writeValueTypes(writer, type.parameters)
    writeValueTypes(writer, type.results)
  } else if (type.kind === 'struct') {
    writer.u32(type.fields.length)
    for (const field of type.fields) writeFieldType(writer, field)
  } else {
    writeFieldType(writer, type.field)
  }
}

const hasMaximum = 1
const isShared = 2
const isIndex64 = 4
const hasPageSize = 8

function readLimits(reader: ByteReader, allowed: number): { flags: number; limits: SizeLimits } {
  const start = reader.offset
  const flags = reader.u8()
  if (flags & ~allowed) reader.fail('malformed limits flags', start)
  const read = flags & isIndex64 ? () => reader.u64() : () => BigInt(reader.u32())
  const minimum = read()
  return { flags, limits: flags & hasMaximum ? { minimum, maximum: read() } : { minimum } }
}

function writeLimits(writer: ByteWriter, limits: SizeLimits, flags: number): void {
  writer.u8(flags | (limits.maximum === undefined ? 0 : hasMaximum)).u64(limits.minimum)
  if (limits.maximum !== undefined) writer.u64(limits.maximum)
}

/** Core specification 5.3.13, with the threads and custom page sizes proposals. */
export function readMemoryType(reader: ByteReader): MemoryType {
  const { flags, limits } = readLimits(reader, hasMaximum | isShared | isIndex64 | hasPageSize)
  const shared = (flags & isShared) !== 0
  const index = flags & isIndex64 ? 'i64' : 'i32'
  return flags & hasPageSize
    ? { limits, shared, index, pageSizeLog2: reader.u32() }
    : { limits, shared, index }
}

export function writeMemoryType(writer: ByteWriter, type: MemoryType): void {
  const shared = type.shared ? isShared : 0
  const pageSize = type.pageSizeLog2 === undefined ? 0 : hasPageSize
  writeLimits(writer, type.limits, shared | pageSize | (type.index === 'i64' ? isIndex64 : 0))
  if (type.pageSizeLog2 !== undefined) writer.u32(type.pageSizeLog2)
}

/** Core specification 5.3.14. */
export function readTableType(reader: ByteReader): TableType {
  const element = readReferenceType(reader)
  const { flags, limits } = readLimits(reader, hasMaximum | isIndex64)
  return { element, limits, index: flags & isIndex64 ? 'i64' : 'i32' }
}

export function writeTableType(writer: ByteWriter, type: TableType): void {
  writeReferenceType(writer, type.element)
  writeLimits(writer, type.limits, type.index === 'i64' ? isIndex64 : 0)
}

/** Core specification 5.3.15. */
export function readGlobalType(reader: ByteReader): GlobalType {
  return { value: readValueType(reader), mutable: readFlag(reader, 'mutability') }
}

export function writeGlobalType(writer: ByteWriter, type: GlobalType): void {
  writeValueType(writer, type.value)
  writer.u8(type.mutable ? 1 : 0)
}

/** Kinds in the order of their codes, in imports and exports. */
const externKinds: readonly ExternKind[] = ['func', 'table', 'memory', 'global', 'tag']

export function readExternKind(reader: ByteReader): ExternKind {
  const start = reader.offset
  return externKinds[reader.u8()] ?? reader.fail('malformed import or export kind', start)
}

export function writeExternKind(writer: ByteWriter, kind: ExternKind): void {
  writer.u8(externKinds.indexOf(kind))
}

/** Core specification 5.3.16: the attribute byte 0 and a type index. */
export function readTagType(reader: ByteReader): number {
  const start = reader.offset
  if (reader.u8() !== 0) reader.fail('malformed tag attribute', start)
  return reader.u32()
}

export function writeTagType(writer: ByteWriter, type: number): void {
  writer.u8(0).u32(type)
}

/** Core specification 5.3.17. */
export function readExternType(reader: ByteReader): ExternType {
  const kind = readExternKind(reader)
  switch (kind) {
    case 'func':
      return { kind, type: reader.u32() }
    case 'table':
      return { kind, type: readTableType(reader) }
    case 'memory':
      return { kind, type: readMemoryType(reader) }
    case 'global':
      return { kind, type: readGlobalType(reader) }
    case 'tag':
      return { kind, type: readTagType(reader) }
  }
}

export function writeExternType(writer: ByteWriter, extern: ExternType): void {
  writeExternKind(writer, extern.kind)
  if (extern.kind === 'func') writer.u32(extern.type)
  else if (extern.kind === 'table') writeTableType(writer, extern.type)
  else if (extern.kind === 'memory') writeMemoryType(writer, extern.type)
  else if (extern.kind === 'global') writeGlobalType(writer, extern.type)
  else writeTagType(writer, extern.type)
}
