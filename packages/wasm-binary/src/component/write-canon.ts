import type { ByteWriter } from '@weft/core'
import type { ValueType } from '../module.js'
import { writeValueType } from '../value-types.js'
import type { Canon, CanonName, CanonOption, StringEncoding } from './canon.js'
import { writeVector } from './write-common.js'
import { writeResultList } from './write-value-type.js'

type Write<Name extends CanonName> = (writer: ByteWriter, canon: Extract<Canon, { name: Name }>) => void
type Writers = { readonly [Name in CanonName]: readonly [code: number, write?: Write<Name>] }
type With<Immediates> = (writer: ByteWriter, canon: Readonly<Immediates>) => void

const encodings: Readonly<Record<StringEncoding, number>> = { utf8: 0, utf16: 1, 'latin1+utf16': 2 }
const optionCodes = { memory: 3, realloc: 4, 'post-return': 5, async: 6, callback: 7 } as const

function writeOption(writer: ByteWriter, option: CanonOption): void {
  if (option.kind === 'string-encoding') writer.u8(encodings[option.encoding])
  else writer.u8(optionCodes[option.kind])
  if ('index' in option) writer.u32(option.index)
}

const options: With<{ options: readonly CanonOption[] }> = (writer, canon) =>
  writeVector(writer, canon.options, writeOption)
const type: With<{ type: number }> = (writer, canon) => writer.u32(canon.type)
const async: With<{ async: boolean }> = (writer, canon) => writer.u8(canon.async ? 1 : 0)
const cancellable: With<{ cancellable: boolean }> = (writer, canon) => writer.u8(canon.cancellable ? 1 : 0)
/** A function index stands behind its sort, which is 0 for component and core functions alike. */
const func: With<{ func: number }> = (writer, canon) => writer.u8(0).u32(canon.func)

/** Writes what several immediates are, one after the other. */
const all =
  <Immediates>(...writes: readonly With<Immediates>[]): With<Immediates> =>
  (writer, canon) => {
    for (const write of writes) write(writer, canon)
  }
const copy = /* @__PURE__ */ all<{ type: number; options: readonly CanonOption[] }>(type, options)
const cancel = /* @__PURE__ */ all<{ type: number; async: boolean }>(type, async)
const wait = /* @__PURE__ */ all<{ cancellable: boolean; memory: number }>(cancellable, (writer, canon) =>
  writer.u32(canon.memory),
)
const slot: With<{ type: ValueType; slot: number }> = (writer, canon) => {
  writeValueType(writer, canon.type)
  writer.u32(canon.slot)
}

/** Binary.md, `canon`, in the order of its text. */
const writers: Writers = {
  lift: [0x00, /* @__PURE__ */ all<Extract<Canon, { name: 'lift' }>>(func, options, type)],
  lower: [0x01, /* @__PURE__ */ all<Extract<Canon, { name: 'lower' }>>(func, options)],
  'resource.new': [0x02, type],
  'resource.drop': [0x03, type],
  'resource.rep': [0x04, type],
  'backpressure.inc': [0x24],
  'backpressure.dec': [0x25],
  'task.return': [
    0x09,
    (writer, canon) => {
      writeResultList(writer, canon.result)
      options(writer, canon)
    },
  ],
  'task.cancel': [0x05],
  'context.get': [0x0a, slot],
  'context.set': [0x0b, slot],
  'subtask.cancel': [0x06, async],
  'subtask.drop': [0x0d],
  'stream.new': [0x0e, type],
  'stream.read': [0x0f, copy],
  'stream.write': [0x10, copy],
  'stream.cancel-read': [0x11, cancel],
  'stream.cancel-write': [0x12, cancel],
  'stream.drop-readable': [0x13, type],
  'stream.drop-writable': [0x14, type],
  'future.new': [0x15, type],
  'future.read': [0x16, copy],
  'future.write': [0x17, copy],
  'future.cancel-read': [0x18, cancel],
  'future.cancel-write': [0x19, cancel],
  'future.drop-readable': [0x1a, type],
  'future.drop-writable': [0x1b, type],
  'error-context.new': [0x1c, options],
  'error-context.debug-message': [0x1d, options],
  'error-context.drop': [0x1e],
  'waitable-set.new': [0x1f],
  'waitable-set.wait': [0x20, wait],
  'waitable-set.poll': [0x21, wait],
  'waitable-set.drop': [0x22],
  'waitable.join': [0x23],
  'thread.index': [0x26],
  'thread.new-indirect': [0x27, (writer, canon) => writer.u32(canon.type).u32(canon.table)],
  'thread.resume-later': [0x28],
  'thread.suspend': [0x29, cancellable],
  'thread.yield': [0x0c, cancellable],
  'thread.suspend-then-resume': [0x2a, cancellable],
  'thread.yield-then-resume': [0x2b, cancellable],
  'thread.suspend-then-promote': [0x2c, cancellable],
  'thread.yield-then-promote': [0x2d, cancellable],
}

export function writeCanon(writer: ByteWriter, canon: Canon): void {
  const [code, write] = writers[canon.name] as readonly [number, With<Canon>?]
  writer.u8(code)
  write?.(writer, canon)
}
