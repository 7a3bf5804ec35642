import type { ByteReader } from '@weft/core'
import { readHeapType } from './value-types.js'

type Skip = (reader: ByteReader) => void

const endCode = 0x0b

const none: Skip = () => {}
const u32: Skip = (reader) => void reader.u32()

// biome-ignore-start lint/complexity/useSimpleNumberKeys: the specification writes codes in hexadecimal
/** What stands behind the opcode of each constant instruction: core specification 3.4.12. */
const constants: Readonly<Record<number, Skip>> = {
  0x23: u32,
  0x41: (reader) => void reader.s32(),
  0x42: (reader) => void reader.s64(),
  0x43: (reader) => void reader.take(4),
  0x44: (reader) => void reader.take(8),
  0x6a: none,
  0x6b: none,
  0x6c: none,
  0x7c: none,
  0x7d: none,
  0x7e: none,
  0xd0: (reader) => void readHeapType(reader),
  0xd2: u32,
  0xfb: (reader) => skipPrefixed(reader, aggregates),
  0xfd: (reader) => skipPrefixed(reader, vectors),
}
// biome-ignore-end lint/complexity/useSimpleNumberKeys: the specification writes codes in hexadecimal

const aggregates: Readonly<Record<number, Skip>> = {
  0: u32,
  1: u32,
  6: u32,
  7: u32,
  8: (reader) => {
    u32(reader)
    u32(reader)
  },
  26: none,
  27: none,
  28: none,
}

const vectors: Readonly<Record<number, Skip>> = { 12: (reader) => void reader.take(16) }

function skipBehind(
  reader: ByteReader,
  skips: Readonly<Record<number, Skip>>,
  code: number,
  start: number,
): void {
  const skip = skips[code] ?? reader.fail(`unknown constant instruction ${code}`, start)
  skip(reader)
}

function skipPrefixed(reader: ByteReader, skips: Readonly<Record<number, Skip>>): void {
  const start = reader.offset
  skipBehind(reader, skips, reader.u32(), start)
}

/** Passes over a constant expression, its `end` included. Needs no table of all instructions. */
export function skipConstant(reader: ByteReader): void {
  for (;;) {
    const start = reader.offset
    const code = reader.u8()
    if (code === endCode) return
    skipBehind(reader, constants, code, start)
  }
}
