import type { ByteReader } from '@weft/core'
import type { HeapType, ReferenceType, ValueType } from './module.js'
import type { Shape } from './opcodes/opcode-table.js'
import { readHeapType, readValueType, readValueTypes } from './value-types.js'

/** The spaces that indices in instructions belong to. */
export type IndexSpace =
  | 'function'
  | 'type'
  | 'table'
  | 'memory'
  | 'global'
  | 'data'
  | 'element'
  | 'tag'
  | 'local'
  | 'label'
  | 'field'

export type BlockType =
  | { readonly kind: 'empty' }
  | { readonly kind: 'value'; readonly type: ValueType }
  | { readonly kind: 'type'; readonly index: number }

export type Catch =
  | { readonly kind: 'catch' | 'catch_ref'; readonly tag: number; readonly label: number }
  | { readonly kind: 'catch_all' | 'catch_all_ref'; readonly label: number }

export interface IndexImmediate {
  readonly kind: IndexSpace
  readonly index: number
}

export interface MemoryArgument {
  readonly kind: 'memarg'
  /** Logarithm of the alignment in bytes. */
  readonly align: number
  readonly memory: number
  readonly offset: bigint
}

/** What follows an opcode, in the order of the binary format. */
export type Immediate =
  | IndexImmediate
  | MemoryArgument
  | { readonly kind: 'labels'; readonly labels: readonly number[]; readonly default: number }
  | { readonly kind: 'block'; readonly type: BlockType }
  | { readonly kind: 'i32'; readonly value: number }
  | { readonly kind: 'i64'; readonly value: bigint }
  /** `bits` keeps the payload of a NaN, which `value` may lose. */
  | { readonly kind: 'f32'; readonly value: number; readonly bits: number }
  | { readonly kind: 'f64'; readonly value: number; readonly bits: bigint }
  | { readonly kind: 'v128'; readonly bytes: Uint8Array }
  | { readonly kind: 'lane'; readonly lane: number }
  | { readonly kind: 'shuffle'; readonly lanes: Uint8Array }
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'heap'; readonly type: HeapType }
  /** The target of `ref.test` and `ref.cast`. */
  | { readonly kind: 'reference'; readonly type: ReferenceType }
  /** `br_on_cast` and `br_on_cast_fail`. */
  | {
      readonly kind: 'cast'
      readonly label: number
      readonly source: ReferenceType
      readonly target: ReferenceType
    }
  | { readonly kind: 'types'; readonly types: readonly ValueType[] }
  | { readonly kind: 'catches'; readonly catches: readonly Catch[] }

/** Reads one immediate; undefined for the reserved byte of `atomic.fence`, which carries nothing. */
export function readImmediate(reader: ByteReader, shape: Shape): Immediate | undefined {
  switch (shape) {
    case 'labels':
      return { kind: shape, labels: readIndices(reader), default: reader.u32() }
    case 'block':
      return { kind: shape, type: readBlockType(reader) }
    case 'memarg':
      return readMemoryArgument(reader)
    case 'i32':
      return { kind: shape, value: reader.s32() }
    case 'i64':
      return { kind: shape, value: reader.s64() }
    case 'f32':
    case 'f64':
      return readFloat(reader, shape)
    case 'v128':
      return { kind: shape, bytes: reader.take(16) }
    case 'lane':
      return { kind: shape, lane: reader.u8() }
    case 'shuffle':
      return { kind: shape, lanes: reader.take(16) }
    case 'count':
      return { kind: shape, count: reader.u32() }
    case 'heap':
      return { kind: shape, type: readHeapType(reader) }
    case 'reference':
    case 'nullable':
      return { kind: 'reference', type: { nullable: shape === 'nullable', heap: readHeapType(reader) } }
    case 'cast':
      return readCast(reader)
    case 'types':
      return { kind: shape, types: readValueTypes(reader) }
    case 'catches':
      return { kind: shape, catches: Array.from({ length: reader.count(2) }, () => readCatch(reader)) }
    case 'zero':
      if (reader.u8() !== 0) reader.fail('zero byte expected', reader.offset - 1)
      return undefined
    default:
      return { kind: shape, index: reader.u32() }
  }
}

function readIndices(reader: ByteReader): number[] {
  return Array.from({ length: reader.count() }, () => reader.u32())
}

function readBlockType(reader: ByteReader): BlockType {
  const byte = reader.peek()
  if (byte === 0x40) {
    reader.u8()
    return { kind: 'empty' }
  }
  // A byte from 0x40 to 0x7F is a negative number: a value type. The others are type indices.
  if ((byte & 0xc0) === 0x40) return { kind: 'value', type: readValueType(reader) }
  const start = reader.offset
  const index = reader.s33()
  return index >= 0 ? { kind: 'type', index } : reader.fail('malformed block type', start)
}

const hasMemoryIndex = 0x40

function readMemoryArgument(reader: ByteReader): MemoryArgument {
  const start = reader.offset
  const flags = reader.u32()
  if (flags >= 2 * hasMemoryIndex) reader.fail('malformed memop flags', start)
  const memory = flags & hasMemoryIndex ? reader.u32() : 0
  return { kind: 'memarg', align: flags & ~hasMemoryIndex, memory, offset: reader.u64() }
}

function readFloat(reader: ByteReader, kind: 'f32' | 'f64'): Immediate {
  const bytes = reader.take(kind === 'f32' ? 4 : 8)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (kind === 'f32') return { kind, value: view.getFloat32(0, true), bits: view.getUint32(0, true) }
  return { kind, value: view.getFloat64(0, true), bits: view.getBigUint64(0, true) }
}

function readCast(reader: ByteReader): Immediate {
  const start = reader.offset
  const flags = reader.u8()
  if (flags > 3) reader.fail('malformed cast flags', start)
  const label = reader.u32()
  const source = { nullable: (flags & 1) !== 0, heap: readHeapType(reader) }
  const target = { nullable: (flags & 2) !== 0, heap: readHeapType(reader) }
  return { kind: 'cast', label, source, target }
}

const catchKinds = ['catch', 'catch_ref', 'catch_all', 'catch_all_ref'] as const

function readCatch(reader: ByteReader): Catch {
  const start = reader.offset
  const kind = catchKinds[reader.u8()]
  if (kind === undefined) return reader.fail('malformed catch clause', start)
  if (kind === 'catch' || kind === 'catch_ref') return { kind, tag: reader.u32(), label: reader.u32() }
  return { kind, label: reader.u32() }
}
