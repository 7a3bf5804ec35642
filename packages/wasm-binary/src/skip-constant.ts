import type { ByteReader } from '@weft/core'
import { readHeapType } from './value-types.js'

type Skip = (reader: ByteReader) => void

const endCode = 0x0b

const none: Skip = () => {}
const u32: Skip = (reader) => void reader.u32()

/** What stands behind the opcode of each constant instruction: core specification 3.4.12. */
const constants: Readonly<Record<number, Skip>> = {
  35: u32,
  65: (reader) => void reader.s32(),
  66: (reader) => void reader.s64(),
  67: (reader) => void reader.take(4),
  68: (reader) => void reader.take(8),
  106: none,
  107: none,
  108: none,
  124: none,
  125: none,
  126: none,
  208: (reader) => void readHeapType(reader),
  210: u32,
  251: (reader) => skipPrefixed(reader, aggregates),
  253: (reader) => skipPrefixed(reader, vectors),
}

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
