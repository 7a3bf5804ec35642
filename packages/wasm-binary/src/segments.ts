import type { ByteReader, ByteWriter } from '@weft/core'
import { readExpression } from './instructions.js'
import type { DataSegment, ElementItems, ElementSegment, Expression, ReferenceType } from './module.js'
import { readReferenceType, writeReferenceType } from './value-types.js'

/** The bytes of a constant expression, its final `end` included. */
export function takeExpression(reader: ByteReader): Expression {
  const start = reader.offset
  readExpression(reader)
  return reader.bytes.subarray(start, reader.offset)
}

const notActive = 1
const hasTableOrIsDeclarative = 2
const hasExpressions = 4

/** The type of segments that are written as function indices. */
const functionReference: ReferenceType = { nullable: false, heap: 'func' }
/** The type of segments that are written as expressions without a type. */
const nullableFunctionReference: ReferenceType = { nullable: true, heap: 'func' }

/** Core specification 5.5.12. */
export function readElementSegment(reader: ByteReader): ElementSegment {
  const start = reader.offset
  const flags = reader.u32()
  if (flags > 7) reader.fail('malformed element segment kind', start)
  if (flags & notActive) {
    const mode = flags & hasTableOrIsDeclarative ? 'declarative' : 'passive'
    return { mode, table: 0, type: readElementType(reader, flags), items: readElementItems(reader, flags) }
  }
  const table = flags & hasTableOrIsDeclarative ? reader.u32() : 0
  const offset = takeExpression(reader)
  return {
    mode: 'active',
    table,
    offset,
    type: readElementType(reader, flags),
    items: readElementItems(reader, flags),
  }
}

function readElementType(reader: ByteReader, flags: number): ReferenceType {
  const implicit = (flags & (notActive | hasTableOrIsDeclarative)) === 0
  if (flags & hasExpressions) return implicit ? nullableFunctionReference : readReferenceType(reader)
  if (!implicit && reader.u8() !== 0) reader.fail('malformed element kind', reader.offset - 1)
  return functionReference
}

function readElementItems(reader: ByteReader, flags: number): ElementItems {
  if (flags & hasExpressions) {
    // The shortest expression is `end` alone: invalid, but that is the validator's business.
    return {
      kind: 'expressions',
      expressions: Array.from({ length: reader.count() }, () => takeExpression(reader)),
    }
  }
  return { kind: 'functions', indices: Array.from({ length: reader.count() }, () => reader.u32()) }
}

export function writeElementSegment(writer: ByteWriter, segment: ElementSegment): void {
  const { type, items } = segment
  const expressions = items.kind === 'expressions'
  let flags = expressions ? hasExpressions : 0
  if (segment.mode !== 'active')
    flags |= notActive | (segment.mode === 'declarative' ? hasTableOrIsDeclarative : 0)
  else if (segment.table !== 0 || (expressions && !isNullableFunction(type))) flags |= hasTableOrIsDeclarative
  writer.u32(flags)
  if (segment.mode === 'active') {
    if (flags & hasTableOrIsDeclarative) writer.u32(segment.table)
    writer.bytes(segment.offset ?? [])
  }
  if (flags & (notActive | hasTableOrIsDeclarative)) {
    if (expressions) writeReferenceType(writer, type)
    else writer.u8(0)
  }
  writeElementItems(writer, items)
}

function isNullableFunction(type: ReferenceType): boolean {
  return type.nullable && type.heap === 'func'
}

function writeElementItems(writer: ByteWriter, items: ElementItems): void {
  if (items.kind === 'functions') {
    writer.u32(items.indices.length)
    for (const index of items.indices) writer.u32(index)
  } else {
    writer.u32(items.expressions.length)
    for (const expression of items.expressions) writer.bytes(expression)
  }
}

/** Core specification 5.5.14. */
export function readDataSegment(reader: ByteReader): DataSegment {
  const start = reader.offset
  const flags = reader.u32()
  if (flags > 2) reader.fail('malformed data segment kind', start)
  if (flags === 1) return { mode: 'passive', memory: 0, bytes: reader.take(reader.u32()) }
  const memory = flags === 2 ? reader.u32() : 0
  return { mode: 'active', memory, offset: takeExpression(reader), bytes: reader.take(reader.u32()) }
}

export function writeDataSegment(writer: ByteWriter, segment: DataSegment): void {
  if (segment.mode === 'passive') {
    writer.u32(1)
  } else {
    writer.u32(segment.memory === 0 ? 0 : 2)
    if (segment.memory !== 0) writer.u32(segment.memory)
    writer.bytes(segment.offset ?? [])
  }
  writer.sized(segment.bytes)
}
