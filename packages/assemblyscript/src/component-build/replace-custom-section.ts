import { ByteReader, ByteWriter } from '@weft/core'

const customSection = 0
const preambleBytes = 8

/** Puts a custom section at the end of a module, in place of those of the same name. What lies before them does not move. */
export function replaceCustomSection(
  module: Uint8Array,
  name: string,
  write: (writer: ByteWriter) => unknown,
): Uint8Array {
  const reader = new ByteReader(module)
  const writer = new ByteWriter()
  writer.bytes(reader.take(preambleBytes))
  while (!reader.done) {
    const start = reader.offset
    const id = reader.u8()
    const content = reader.take(reader.u32())
    if (id === customSection && new ByteReader(content).name() === name) continue
    writer.bytes(module.subarray(start, reader.offset))
  }
  const section = new ByteWriter().name(name)
  write(section)
  return writer.u8(customSection).sized(section.finish()).finish()
}
