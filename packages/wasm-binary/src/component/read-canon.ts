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

/** Binary.md, `canon`, in the order of its text. */
const canons: Readonly<Record<number, Read<Canon>>> = {
  0: (r) => ({ name: 'lift', func: func(r), options: options(r), type: index(r) }),
  1: (r) => ({ name: 'lower', func: func(r), options: options(r) }),
  2: (r) => ({ name: 'resource.new', type: index(r) }),
  3: (r) => ({ name: 'resource.drop', type: index(r) }),
  4: (r) => ({ name: 'resource.rep', type: index(r) }),
  36: () => ({ name: 'backpressure.inc' }),
  37: () => ({ name: 'backpressure.dec' }),
  9: (r) => ({ name: 'task.return', result: readResultList(r), options: options(r) }),
  5: () => ({ name: 'task.cancel' }),
  10: (r) => ({ name: 'context.get', type: slotType(r), slot: index(r) }),
  11: (r) => ({ name: 'context.set', type: slotType(r), slot: index(r) }),
  6: (r) => ({ name: 'subtask.cancel', async: async(r) }),
  13: () => ({ name: 'subtask.drop' }),
  14: (r) => ({ name: 'stream.new', type: index(r) }),
  15: (r) => ({ name: 'stream.read', type: index(r), options: options(r) }),
  16: (r) => ({ name: 'stream.write', type: index(r), options: options(r) }),
  17: (r) => ({ name: 'stream.cancel-read', type: index(r), async: async(r) }),
  18: (r) => ({ name: 'stream.cancel-write', type: index(r), async: async(r) }),
  19: (r) => ({ name: 'stream.drop-readable', type: index(r) }),
  20: (r) => ({ name: 'stream.drop-writable', type: index(r) }),
  21: (r) => ({ name: 'future.new', type: index(r) }),
  22: (r) => ({ name: 'future.read', type: index(r), options: options(r) }),
  23: (r) => ({ name: 'future.write', type: index(r), options: options(r) }),
  24: (r) => ({ name: 'future.cancel-read', type: index(r), async: async(r) }),
  25: (r) => ({ name: 'future.cancel-write', type: index(r), async: async(r) }),
  26: (r) => ({ name: 'future.drop-readable', type: index(r) }),
  27: (r) => ({ name: 'future.drop-writable', type: index(r) }),
  28: (r) => ({ name: 'error-context.new', options: options(r) }),
  29: (r) => ({ name: 'error-context.debug-message', options: options(r) }),
  30: () => ({ name: 'error-context.drop' }),
  31: () => ({ name: 'waitable-set.new' }),
  32: (r) => ({ name: 'waitable-set.wait', cancellable: cancellable(r), memory: index(r) }),
  33: (r) => ({ name: 'waitable-set.poll', cancellable: cancellable(r), memory: index(r) }),
  34: () => ({ name: 'waitable-set.drop' }),
  35: () => ({ name: 'waitable.join' }),
  38: () => ({ name: 'thread.index' }),
  39: (r) => ({ name: 'thread.new-indirect', type: index(r), table: index(r) }),
  40: () => ({ name: 'thread.resume-later' }),
  41: (r) => ({ name: 'thread.suspend', cancellable: cancellable(r) }),
  12: (r) => ({ name: 'thread.yield', cancellable: cancellable(r) }),
  42: (r) => ({ name: 'thread.suspend-then-resume', cancellable: cancellable(r) }),
  43: (r) => ({ name: 'thread.yield-then-resume', cancellable: cancellable(r) }),
  44: (r) => ({ name: 'thread.suspend-then-promote', cancellable: cancellable(r) }),
  45: (r) => ({ name: 'thread.yield-then-promote', cancellable: cancellable(r) }),
  64: (r) => shared(r, 'thread.spawn-ref'),
  65: (r) => shared(r, 'thread.spawn-indirect'),
  66: (r) => shared(r, 'thread.available-parallelism'),
}

export function readCanon(reader: ByteReader): Canon {
  return readOneOf(reader, canons, 'canonical definition')(reader)
}
