import { ByteReader } from '@weft/core'
import type { ExternKind, ExternType, Import, SubType } from './module.js'
import { preamble, readPreamble } from './sections.js'
import { skipConstant } from './skip-constant.js'
import {
  readExternKind,
  readExternType,
  readGlobalType,
  readMemoryType,
  readRecursiveGroup,
  readTableType,
  readTagType,
} from './types.js'

export interface ExportedItem {
  readonly name: string
  readonly type: ExternType
}

/** What a module takes and gives. Numbers in types of functions and tags are indices into `types`. */
export interface ModuleInterface {
  readonly types: readonly SubType[]
  readonly imports: readonly Import[]
  readonly exports: readonly ExportedItem[]
}

interface Gathered extends ModuleInterface {
  readonly types: SubType[]
  readonly imports: Import[]
  readonly exports: ExportedItem[]
  readonly spaces: Readonly<Record<ExternKind, ExternType[]>>
}

type ReadItem = (reader: ByteReader, found: Gathered) => void

/** By id, the sections that say what a module takes and gives; the others are passed over. */
const sections: Readonly<Record<number, ReadItem>> = {
  1: (reader, { types }) => {
    for (const type of readRecursiveGroup(reader).types) types.push(type)
  },
  2: (reader, { imports, spaces }) => {
    const item = { module: reader.name(), name: reader.name(), type: readExternType(reader) }
    imports.push(item)
    spaces[item.type.kind].push(item.type)
  },
  3: (reader, { spaces }) => spaces.func.push({ kind: 'func', type: reader.u32() }),
  4: (reader, { spaces }) => spaces.table.push({ kind: 'table', type: readTable(reader) }),
  5: (reader, { spaces }) => spaces.memory.push({ kind: 'memory', type: readMemoryType(reader) }),
  13: (reader, { spaces }) => spaces.tag.push({ kind: 'tag', type: readTagType(reader) }),
  6: (reader, { spaces }) => {
    spaces.global.push({ kind: 'global', type: readGlobalType(reader) })
    skipConstant(reader)
  },
  7: (reader, { exports, spaces }) => {
    const name = reader.name()
    const start = reader.offset
    const kind = readExternKind(reader)
    const index = reader.u32()
    const type = spaces[kind][index] ?? reader.fail(`unknown ${kind} ${index}`, start)
    exports.push({ name, type })
  },
}

/**
 * Reads the types of a core module's imports and exports, and nothing else of it: cheap whatever its size. Throws
 * `BinaryError` for malformed bytes in those sections and for exports of what is not there; engines check the rest.
 * `origin` is added to the offsets in errors, for a module that lies in a larger input.
 */
export function readModuleInterface(bytes: Uint8Array, origin = 0): ModuleInterface {
  const reader = new ByteReader(bytes, 0, bytes.length, undefined, origin)
  readPreamble(reader, preamble)
  const spaces = { func: [], table: [], memory: [], global: [], tag: [] }
  const found: Gathered = { types: [], imports: [], exports: [], spaces }
  while (!reader.done) {
    const readItem = sections[reader.u8()]
    const section = reader.slice(reader.u32(), 'core module section')
    if (readItem === undefined) continue
    for (let left = section.count(); left > 0; left--) readItem(section, found)
    if (!section.done) section.fail('section size mismatch: bytes left over')
  }
  const { types, imports, exports } = found
  return { types, imports, exports }
}

function readTable(reader: ByteReader) {
  if (reader.peek() !== 0x40) return readTableType(reader)
  reader.take(2)
  const type = readTableType(reader)
  skipConstant(reader)
  return type
}
