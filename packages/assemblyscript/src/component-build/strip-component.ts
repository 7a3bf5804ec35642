import { ByteReader, ByteWriter } from '@weft/core'
import { isComponent } from '@weft/wasm-binary'

const customSection = 0
const coreModuleSection = 1
const componentSection = 4
const preambleBytes = 8
const unneeded = new Set(['name', 'component-name', 'producers'])

/**
 * Leaves out the sections that only name things and tools, of a component and of the modules and components in it.
 */
export function stripComponent(bytes: Uint8Array): Uint8Array {
  const reader = new ByteReader(bytes)
  const writer = new ByteWriter()
  writer.bytes(reader.take(preambleBytes))
  const nests = isComponent(bytes)
  while (!reader.done) {
    const id = reader.u8()
    const content = reader.take(reader.u32())
    if (id === customSection && unneeded.has(sectionName(content))) continue
    const isNested = nests && (id === coreModuleSection || id === componentSection)
    const kept = isNested ? stripComponent(content) : content
    writer.u8(id).sized(kept)
  }
  return writer.finish()
}

function sectionName(content: Uint8Array): string {
  return new ByteReader(content).name()
}
