import { ByteReader } from '@weft/core'
import { readFunctionBody } from './function-body.js'
import type { CustomSection, Export, Global, Import, Module, Table } from './module.js'
import { preamble, readPreamble, type SectionName, sectionIds, sectionOrder } from './sections.js'
import { readDataSegment, readElementSegment, takeExpression } from './segments.js'
import {
  readExternKind,
  readExternType,
  readGlobalType,
  readMemoryType,
  readRecursiveGroup,
  readTableType,
  readTagType,
} from './types.js'

type Fields = { -readonly [Field in keyof Module]: Module[Field] }

const sectionNames: ReadonlyMap<number, SectionName> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ Object.entries(sectionIds).map(([name, id]) => [id, name as SectionName]),
)

/**
 * Decodes a core module (core specification 5.5). The byte arrays in the result are views of `bytes`. Throws
 * `BinaryError` for malformed bytes; types and function bodies are not checked.
 */
export function decodeModule(bytes: Uint8Array): Module {
  // Views of a Buffer would be Buffers, whose slice does not copy.
  const reader = new ByteReader(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length))
  readPreamble(reader, preamble)
  const module = emptyModule()
  const customs: CustomSection[] = []
  let position = -1
  let after = 0
  while (!reader.done) {
    const start = reader.offset
    const id = reader.u8()
    const name = sectionNames.get(id)
    if (name === undefined) return reader.fail(`malformed section id ${id}`, start)
    const section = reader.slice(reader.u32(), `${name} section`)
    if (name === 'custom') {
      customs.push({ name: section.name(), bytes: section.take(section.remaining), after })
      continue
    }
    const next = sectionOrder.indexOf(name)
    if (next <= position)
      reader.fail(next === position ? `second ${name} section` : `${name} section is out of order`, start)
    position = next
    if (sectionReaders[name](section, module)) after = id
    if (!section.done) section.fail('section size mismatch: bytes left over')
  }
  checkCounts(reader, module)
  return { ...module, customs }
}

function emptyModule(): Fields {
  return {
    types: [],
    imports: [],
    functions: [],
    tables: [],
    memories: [],
    tags: [],
    globals: [],
    exports: [],
    elements: [],
    code: [],
    data: [],
    customs: [],
  }
}

/** Reads a vector into a field. Returns whether the section says anything: an empty one is not written again. */
function vector<Field extends keyof Module, Item>(
  field: Field,
  readItem: (reader: ByteReader) => Item,
  minimumSize: number,
): (reader: ByteReader, module: Record<Field, readonly Item[]>) => boolean {
  return (reader, module) => {
    module[field] = Array.from({ length: reader.count(minimumSize) }, () => readItem(reader))
    return module[field].length > 0
  }
}

type ReadSection = (reader: ByteReader, module: Fields) => boolean

/** A call, so that bundlers can drop the table where nothing is decoded. */
const sectionReaders = /* @__PURE__ */ createSectionReaders()

function createSectionReaders(): Record<Exclude<SectionName, 'custom'>, ReadSection> {
  return {
    type: vector('types', readRecursiveGroup, 2),
    import: vector('imports', readImport, 4),
    function: vector('functions', (reader) => reader.u32(), 1),
    table: vector('tables', readTable, 3),
    memory: vector('memories', readMemoryType, 2),
    tag: vector('tags', readTagType, 2),
    global: vector('globals', readGlobal, 3),
    export: vector('exports', readExport, 3),
    start: (reader, module) => {
      module.start = reader.u32()
      return true
    },
    element: vector('elements', readElementSegment, 2),
    dataCount: (reader, module) => {
      module.dataCount = reader.u32()
      return true
    },
    code: vector('code', readFunctionBody, 3),
    data: vector('data', readDataSegment, 2),
  }
}

function readImport(reader: ByteReader): Import {
  return { module: reader.name(), name: reader.name(), type: readExternType(reader) }
}

function readExport(reader: ByteReader): Export {
  return { name: reader.name(), kind: readExternKind(reader), index: reader.u32() }
}

function readGlobal(reader: ByteReader): Global {
  return { type: readGlobalType(reader), init: takeExpression(reader) }
}

function readTable(reader: ByteReader): Table {
  if (reader.peek() !== 0x40) return { type: readTableType(reader) }
  reader.u8()
  if (reader.u8() !== 0) reader.fail('malformed table', reader.offset - 1)
  return { type: readTableType(reader), init: takeExpression(reader) }
}

function checkCounts(reader: ByteReader, module: Fields): void {
  const { functions, code, data, dataCount } = module
  if (functions.length !== code.length) {
    reader.fail(`function and code section have inconsistent lengths: ${functions.length} and ${code.length}`)
  }
  if (dataCount !== undefined && dataCount !== data.length) {
    reader.fail(`data count and data section have inconsistent lengths: ${dataCount} and ${data.length}`)
  }
}
