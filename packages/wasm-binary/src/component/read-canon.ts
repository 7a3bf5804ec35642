import type { ByteReader } from '@weft/core'
import { readFlag, readValueType } from '../value-types.js'
import type { Canon, CanonOption } from './canon.js'
import { readOneOf, readVector, skipByte } from './read-common.js'
import { readResultList } from './read-value-type.js'

type Read<Item> = (reader: ByteReader) => Item

const canonOptions: readonly Read<CanonOption>[] = [
  () => ({ kind: 'string-encoding', encoding: 'utf8' }),
  () => ({ kind: 'string-encoding', encoding: 'utf16' }),
  () => ({ kind: 'string-encoding', encoding: 'latin1+utf16' }),
  (reader) => ({ kind: 'memory', index: reader.u32() }),
  (reader) => ({ kind: 'realloc', index: reader.u32() }),
  (reader) => ({ kind: 'post-return', index: reader.u32() }),
  () => ({ kind: 'async' }),
  (reader) => ({ kind: 'callback', index: reader.u32() }),
]

const options: Read<readonly CanonOption[]> = (reader) =>
  readVector(reader, (reader) => readOneOf(reader, canonOptions, 'canonical option')(reader))
const index: Read<number> = (reader) => reader.u32()
const async: Read<boolean> = (reader) => readFlag(reader, 'async flag')
const cancellable: Read<boolean> = (reader) => readFlag(reader, 'cancellable flag')

/** A function index behind its sort, which is 0 for component and core functions alike. */
const func: Read<number> = (reader) => {
  skipByte(reader, 0, 'sort of a canonical function')
  return reader.u32()
}

/** `context.get` and `context.set` had a slot only: the codes of core types are higher than any slot. */
const slotType: Read<ReturnType<typeof readValueType>> = (reader) =>
  reader.peek() < 0x40 ? 'i32' : readValueType(reader)

/** The specification writes `shared` before the immediates, tools do not: the bytes can mean either. */
const shared = (reader: ByteReader, name: string): never =>
  reader.fail(`\`${name}\` requires the shared-everything-threads proposal`, reader.offset - 1)

// biome-ignore-start lint/complexity/useSimpleNumberKeys: the specification writes codes in hexadecimal
/** Binary.md, `canon`, in the order of its text. */
const canons: Readonly<Record<number, Read<Canon>>> = {
  0x00: (r) => ({ name: 'lift', func: func(r), options: options(r), type: index(r) }),
  0x01: (r) => ({ name: 'lower', func: func(r), options: options(r) }),
  0x02: (r) => ({ name: 'resource.new', type: index(r) }),
  0x03: (r) => ({ name: 'resource.drop', type: index(r) }),
  0x04: (r) => ({ name: 'resource.rep', type: index(r) }),
  0x24: () => ({ name: 'backpressure.inc' }),
  0x25: () => ({ name: 'backpressure.dec' }),
  0x09: (r) => ({ name: 'task.return', result: readResultList(r), options: options(r) }),
  0x05: () => ({ name: 'task.cancel' }),
  0x0a: (r) => ({ name: 'context.get', type: slotType(r), slot: index(r) }),
  0x0b: (r) => ({ name: 'context.set', type: slotType(r), slot: index(r) }),
  0x06: (r) => ({ name: 'subtask.cancel', async: async(r) }),
  0x0d: () => ({ name: 'subtask.drop' }),
  0x0e: (r) => ({ name: 'stream.new', type: index(r) }),
  0x0f: (r) => ({ name: 'stream.read', type: index(r), options: options(r) }),
  0x10: (r) => ({ name: 'stream.write', type: index(r), options: options(r) }),
  0x11: (r) => ({ name: 'stream.cancel-read', type: index(r), async: async(r) }),
  0x12: (r) => ({ name: 'stream.cancel-write', type: index(r), async: async(r) }),
  0x13: (r) => ({ name: 'stream.drop-readable', type: index(r) }),
  0x14: (r) => ({ name: 'stream.drop-writable', type: index(r) }),
  0x15: (r) => ({ name: 'future.new', type: index(r) }),
  0x16: (r) => ({ name: 'future.read', type: index(r), options: options(r) }),
  0x17: (r) => ({ name: 'future.write', type: index(r), options: options(r) }),
  0x18: (r) => ({ name: 'future.cancel-read', type: index(r), async: async(r) }),
  0x19: (r) => ({ name: 'future.cancel-write', type: index(r), async: async(r) }),
  0x1a: (r) => ({ name: 'future.drop-readable', type: index(r) }),
  0x1b: (r) => ({ name: 'future.drop-writable', type: index(r) }),
  0x1c: (r) => ({ name: 'error-context.new', options: options(r) }),
  0x1d: (r) => ({ name: 'error-context.debug-message', options: options(r) }),
  0x1e: () => ({ name: 'error-context.drop' }),
  0x1f: () => ({ name: 'waitable-set.new' }),
  0x20: (r) => ({ name: 'waitable-set.wait', cancellable: cancellable(r), memory: index(r) }),
  0x21: (r) => ({ name: 'waitable-set.poll', cancellable: cancellable(r), memory: index(r) }),
  0x22: () => ({ name: 'waitable-set.drop' }),
  0x23: () => ({ name: 'waitable.join' }),
  0x26: () => ({ name: 'thread.index' }),
  0x27: (r) => ({ name: 'thread.new-indirect', type: index(r), table: index(r) }),
  0x28: () => ({ name: 'thread.resume-later' }),
  0x29: (r) => ({ name: 'thread.suspend', cancellable: cancellable(r) }),
  0x0c: (r) => ({ name: 'thread.yield', cancellable: cancellable(r) }),
  0x2a: (r) => ({ name: 'thread.suspend-then-resume', cancellable: cancellable(r) }),
  0x2b: (r) => ({ name: 'thread.yield-then-resume', cancellable: cancellable(r) }),
  0x2c: (r) => ({ name: 'thread.suspend-then-promote', cancellable: cancellable(r) }),
  0x2d: (r) => ({ name: 'thread.yield-then-promote', cancellable: cancellable(r) }),
  0x40: (r) => shared(r, 'thread.spawn-ref'),
  0x41: (r) => shared(r, 'thread.spawn-indirect'),
  0x42: (r) => shared(r, 'thread.available-parallelism'),
}
// biome-ignore-end lint/complexity/useSimpleNumberKeys: the specification writes codes in hexadecimal

export function readCanon(reader: ByteReader): Canon {
  return readOneOf(reader, canons, 'canonical definition')(reader)
}
