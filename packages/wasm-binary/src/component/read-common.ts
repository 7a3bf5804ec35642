import type { ByteReader } from '@weft/core'
import { readFlag } from '../value-types.js'

/** Reads a vector. What it allocates is bounded by the bytes that are left. */
export function readVector<Item>(reader: ByteReader, readItem: (reader: ByteReader) => Item): Item[] {
  const items: Item[] = []
  for (let left = reader.count(); left > 0; left--) items.push(readItem(reader))
  return items
}

/** Binary.md, `<T>?`. */
export function readOptional<Item>(
  reader: ByteReader,
  readItem: (reader: ByteReader) => Item,
): Item | undefined {
  return readFlag(reader, 'optional') ? readItem(reader) : undefined
}

/** Reads a byte and gives the choice that it stands for. Throws `BinaryError` where it stands for none. */
export function readOneOf<Choice>(
  reader: ByteReader,
  choices: Readonly<Record<number, Choice>>,
  what: string,
): Choice {
  const start = reader.offset
  const code = reader.u8()
  const choice = choices[code]
  return choice === undefined ? malformed(reader, what, code, start) : choice
}

/** Reads a byte that can only be one. */
export function skipByte(reader: ByteReader, expected: number, what: string): void {
  const start = reader.offset
  const code = reader.u8()
  if (code !== expected) malformed(reader, what, code, start)
}

function malformed(reader: ByteReader, what: string, code: number, offset: number): never {
  return reader.fail(`malformed ${what}: 0x${code.toString(16)}`, offset)
}

export function readU32(reader: ByteReader): number {
  return reader.u32()
}

export function readString(reader: ByteReader): string {
  return reader.name()
}
