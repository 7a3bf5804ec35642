import { ByteReader } from '@weft/core'
import { sectionIds } from '@weft/wasm-binary'

/** One section of a module file. */
export interface SectionSize {
  /** Its name in the core specification; for a custom section its own name in quotation marks. */
  readonly name: string
  readonly custom: boolean
  /** With its header. */
  readonly sizeBytes: number
}

const names: ReadonlyMap<number, string> = new Map(Object.entries(sectionIds).map(([name, id]) => [id, name]))

/** The sections of a module in the order of the file. `bytes` is a module that decodes. */
export function sectionSizes(bytes: Uint8Array): SectionSize[] {
  const reader = new ByteReader(bytes)
  reader.take(8)
  const sections: SectionSize[] = []
  while (!reader.done) {
    const start = reader.offset
    const id = reader.u8()
    const content = reader.take(reader.u32())
    const custom = id === sectionIds.custom
    const name = custom ? new ByteReader(content).name() : (names.get(id) ?? `section ${id}`)
    sections.push({ name, custom, sizeBytes: reader.offset - start })
  }
  return sections
}
