import { BinaryError, ByteReader, ByteWriter } from '@weft/core'
import { importedCount } from './index-spaces.js'
import type { CustomSection, ExternKind, Module } from './module.js'
import { sectionIds } from './sections.js'

export type NameMap = ReadonlyMap<number, string>

/** What the things in a module are called. */
export interface Names {
  readonly module?: string
  readonly functions: NameMap
  readonly globals: NameMap
  /** Names of locals, by function index. */
  readonly locals: ReadonlyMap<number, NameMap>
}

const subsections = { module: 0, functions: 1, locals: 2, globals: 7 } as const

/**
 * Reads the `name` section (core specification, appendix 7.4). What it does not name is called after its export, or
 * after `module.name` of its import. Never throws: subsections that are malformed are ignored.
 */
export function readNames(module: Module): Names {
  const bytes = module.customs.find(({ name }) => name === 'name')?.bytes ?? new Uint8Array()
  const parts = readSubsections(bytes)
  const part = <Value>(id: number, read: (reader: ByteReader) => Value): Value | undefined => {
    const content = parts.get(id)
    return content && ignoreMalformed(() => read(new ByteReader(content)))
  }
  const moduleName = part(subsections.module, (reader) => reader.name())
  return {
    ...(moduleName === undefined ? {} : { module: moduleName }),
    functions: withDefaults(module, 'func', part(subsections.functions, readNameMap)),
    globals: withDefaults(module, 'global', part(subsections.globals, readNameMap)),
    locals: part(subsections.locals, readIndirectNameMap) ?? new Map(),
  }
}

/** A `name` section, to stand behind the data section. */
export function encodeNames(names: Partial<Names>): CustomSection {
  const writer = new ByteWriter()
  const write = (id: number, content: ByteWriter) => writer.u8(id).sized(content.finish())
  if (names.module !== undefined) write(subsections.module, new ByteWriter().name(names.module))
  if (names.functions?.size) write(subsections.functions, writeNameMap(new ByteWriter(), names.functions))
  if (names.locals?.size) write(subsections.locals, writeIndirectNameMap(names.locals))
  if (names.globals?.size) write(subsections.globals, writeNameMap(new ByteWriter(), names.globals))
  return { name: 'name', bytes: writer.finish(), after: sectionIds.data }
}

/** What `read` returns; undefined where it meets malformed bytes. */
export function ignoreMalformed<Value>(read: () => Value): Value | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof BinaryError) return undefined
    throw error
  }
}

function readSubsections(bytes: Uint8Array): Map<number, Uint8Array> {
  const parts = new Map<number, Uint8Array>()
  const reader = new ByteReader(bytes)
  ignoreMalformed(() => {
    while (!reader.done) parts.set(reader.u8(), reader.take(reader.u32()))
  })
  return parts
}

export function readNameMap(reader: ByteReader): Map<number, string> {
  return new Map(Array.from({ length: reader.count(2) }, () => [reader.u32(), reader.name()]))
}

function readIndirectNameMap(reader: ByteReader): Map<number, NameMap> {
  return new Map(Array.from({ length: reader.count(2) }, () => [reader.u32(), readNameMap(reader)]))
}

function sorted<Value>(map: ReadonlyMap<number, Value>): [number, Value][] {
  return [...map].sort(([left], [right]) => left - right)
}

export function writeNameMap(writer: ByteWriter, names: NameMap): ByteWriter {
  writer.u32(names.size)
  for (const [index, name] of sorted(names)) writer.u32(index).name(name)
  return writer
}

function writeIndirectNameMap(names: ReadonlyMap<number, NameMap>): ByteWriter {
  const writer = new ByteWriter().u32(names.size)
  for (const [index, inner] of sorted(names)) writeNameMap(writer.u32(index), inner)
  return writer
}

function withDefaults(module: Module, kind: ExternKind, named: NameMap = new Map()): NameMap {
  const names = new Map(named)
  for (const entry of module.exports) {
    if (entry.kind === kind && !names.has(entry.index)) names.set(entry.index, entry.name)
  }
  const imports = module.imports.filter(({ type }) => type.kind === kind)
  for (const [index, entry] of imports.entries()) {
    if (!names.has(index)) names.set(index, `${entry.module}.${entry.name}`)
  }
  return names
}

/** A global of the module's own that is exported or named as one of `candidates`; undefined where there is none. */
export function findGlobal(module: Module, names: Names, candidates: readonly string[]): number | undefined {
  const exported = module.exports.find(({ kind, name }) => kind === 'global' && candidates.includes(name))
  if (exported !== undefined) return exported.index
  const named = [...names.globals].find(([, name]) => candidates.includes(name))
  return named !== undefined && named[0] >= importedCount(module, 'global') ? named[0] : undefined
}
