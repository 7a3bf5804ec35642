import type { ByteReader } from '@weft/core'

/** Section ids, core specification 5.5.2. */
export const sectionIds = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  global: 6,
  export: 7,
  start: 8,
  element: 9,
  code: 10,
  data: 11,
  dataCount: 12,
  tag: 13,
} as const

export type SectionName = keyof typeof sectionIds

/** The order that sections must have; custom sections may stand anywhere. */
export const sectionOrder: readonly Exclude<SectionName, 'custom'>[] = [
  'type',
  'import',
  'function',
  'table',
  'memory',
  'tag',
  'global',
  'export',
  'start',
  'element',
  'dataCount',
  'code',
  'data',
]

/** The magic number and version 1. */
export const preamble: readonly number[] = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]

/** Reads the first 8 bytes. Throws `BinaryError` where they are not `expected`. */
export function readPreamble(reader: ByteReader, expected: readonly number[]): void {
  for (const [index, byte] of expected.entries()) {
    const start = reader.offset
    if (reader.u8() !== byte) {
      reader.fail(index < 4 ? 'magic header not detected' : 'unknown binary version', start - (index % 4))
    }
  }
}
