import { ByteWriter } from '@weft/core'
import { writeFunctionBody } from './function-body.js'
import type { Module } from './module.js'
import { preamble, type SectionName, sectionIds, sectionOrder } from './sections.js'
import { writeDataSegment, writeElementSegment } from './segments.js'
import {
  writeExternKind,
  writeExternType,
  writeGlobalType,
  writeMemoryType,
  writeRecursiveGroup,
  writeTableType,
  writeTagType,
} from './types.js'

/**
 * Encodes a module (core specification 5.5), every integer in its shortest form. Empty sections are left out.
 * The byte arrays in `module` are written as they are.
 */
export function encodeModule(module: Module): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter(4096).bytes(preamble)
  writeCustoms(writer, module, 0)
  for (const name of sectionOrder) {
    const section = sectionWriters[name](module)
    if (section !== undefined) writer.u8(sectionIds[name]).sized(section.finish())
    writeCustoms(writer, module, sectionIds[name])
  }
  return writer.finish()
}

function writeCustoms(writer: ByteWriter, module: Module, after: number): void {
  for (const custom of module.customs) {
    if (custom.after !== after) continue
    writer.u8(sectionIds.custom).sized(new ByteWriter().name(custom.name).bytes(custom.bytes).finish())
  }
}

function vector<Item>(items: readonly Item[], writeItem: (writer: ByteWriter, item: Item) => void) {
  if (items.length === 0) return undefined
  const writer = new ByteWriter().u32(items.length)
  for (const item of items) writeItem(writer, item)
  return writer
}

function single(value: number | undefined): ByteWriter | undefined {
  return value === undefined ? undefined : new ByteWriter().u32(value)
}

const sectionWriters: Record<Exclude<SectionName, 'custom'>, (module: Module) => ByteWriter | undefined> = {
  type: (module) => vector(module.types, writeRecursiveGroup),
  import: (module) =>
    vector(module.imports, (writer, { module, name, type }) =>
      writeExternType(writer.name(module).name(name), type),
    ),
  function: (module) => vector(module.functions, (writer, type) => writer.u32(type)),
  table: (module) =>
    vector(module.tables, (writer, table) => {
      if (table.init !== undefined) writer.u8(0x40).u8(0)
      writeTableType(writer, table.type)
      writer.bytes(table.init ?? [])
    }),
  memory: (module) => vector(module.memories, writeMemoryType),
  tag: (module) => vector(module.tags, writeTagType),
  global: (module) =>
    vector(module.globals, (writer, { type, init }) => {
      writeGlobalType(writer, type)
      writer.bytes(init)
    }),
  export: (module) =>
    vector(module.exports, (writer, { name, kind, index }) => {
      writeExternKind(writer.name(name), kind)
      writer.u32(index)
    }),
  start: (module) => single(module.start),
  element: (module) => vector(module.elements, writeElementSegment),
  dataCount: (module) => single(module.dataCount),
  code: (module) => vector(module.code, writeFunctionBody),
  data: (module) => vector(module.data, writeDataSegment),
}
