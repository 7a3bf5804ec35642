import type { ByteReader } from '@weft/core'
import { preamble, readPreamble } from '../sections.js'
import type {
  ComponentBinary,
  ComponentCustomSection,
  Definition,
  ExportDefinition,
  StartDefinition,
} from './component-types.js'
import { readAlias } from './read-alias.js'
import { readCanon } from './read-canon.js'
import { readOptional, readU32, readVector } from './read-common.js'
import { readComponentCoreType } from './read-core-type.js'
import { checkNesting, readDefinedType } from './read-defined-type.js'
import { readExternName } from './read-extern-name.js'
import { readComponentExternType, readExternItem } from './read-extern-type.js'
import { readCoreInstance, readInstance } from './read-instance.js'
import { readSort } from './read-sort.js'
import { readComponentValueType } from './read-value-type.js'

/** The magic number, the version before the specification's first release, and the layer of components. */
export const componentPreamble: readonly number[] = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00]

interface Section {
  readonly name: string
  /** The section is one definition, not a vector of them. */
  readonly single?: boolean
  read(reader: ByteReader, offset: number, depth: number): Definition
}

/** Binary.md, `section`, by id. */
const sections: Readonly<Record<number, Section>> = {
  1: { name: 'core module', single: true, read: readCoreModule },
  2: {
    name: 'core instance',
    read: (reader, offset) => ({ kind: 'core-instance', offset, expression: readCoreInstance(reader) }),
  },
  3: {
    name: 'core type',
    read: (reader, offset) => ({ kind: 'core-type', offset, type: readComponentCoreType(reader) }),
  },
  4: {
    name: 'component',
    single: true,
    read: (reader, offset, depth) => ({
      kind: 'component',
      offset,
      component: readComponent(reader, depth + 1),
    }),
  },
  5: {
    name: 'instance',
    read: (reader, offset) => ({ kind: 'instance', offset, expression: readInstance(reader) }),
  },
  6: { name: 'alias', read: readAlias },
  7: {
    name: 'type',
    read: (reader, offset, depth) => ({ kind: 'type', offset, type: readDefinedType(reader, depth) }),
  },
  8: { name: 'canon', read: (reader, offset) => ({ kind: 'canon', offset, canon: readCanon(reader) }) },
  9: { name: 'start', single: true, read: readStart },
  10: {
    name: 'import',
    read: (reader, offset) => readExternItem(reader, 'import', offset),
  },
  11: { name: 'export', read: readExport },
  12: {
    name: 'value',
    read: (reader, offset) => ({
      kind: 'value',
      offset,
      type: readComponentValueType(reader),
      bytes: reader.take(reader.u32()),
    }),
  },
}

/** Reads a component up to the reader's end. `depth` counts the components around it. */
export function readComponent(reader: ByteReader, depth: number): ComponentBinary {
  checkNesting(reader, depth)
  const offset = reader.offset
  readPreamble(reader, componentPreamble)
  const definitions: Definition[] = []
  const customSections: ComponentCustomSection[] = []
  while (!reader.done) {
    const start = reader.offset
    const id = reader.u8()
    const section = sections[id]
    if (id === 0) customSections.push(readCustomSection(reader))
    else if (section === undefined) reader.fail(`malformed section id ${id}`, start)
    else readSection(reader, section, definitions, depth)
  }
  return { definitions, customSections, offset, byteLength: reader.end - offset }
}

function readSection(outer: ByteReader, section: Section, definitions: Definition[], depth: number): void {
  const reader = outer.slice(outer.u32(), `${section.name} section`)
  for (let left = section.single ? 1 : reader.count(); left > 0; left--) {
    definitions.push(section.read(reader, reader.offset, depth))
  }
  if (!reader.done) reader.fail('section size mismatch: bytes left over')
}

function readCustomSection(outer: ByteReader): ComponentCustomSection {
  const reader = outer.slice(outer.u32(), 'custom section')
  const name = reader.name()
  return { name, offset: reader.offset, bytes: reader.take(reader.remaining) }
}

function readCoreModule(reader: ByteReader, offset: number): Definition {
  readPreamble(reader, preamble)
  reader.offset = offset
  return { kind: 'core-module', offset, bytes: reader.take(reader.remaining) }
}

function readStart(reader: ByteReader, offset: number): StartDefinition {
  return {
    kind: 'start',
    offset,
    func: reader.u32(),
    arguments: readVector(reader, readU32),
    results: reader.u32(),
  }
}

function readExport(reader: ByteReader, offset: number): ExportDefinition {
  const { name, attributes } = readExternName(reader)
  return {
    kind: 'export',
    offset,
    name,
    attributes,
    sort: readSort(reader),
    index: reader.u32(),
    type: readOptional(reader, readComponentExternType),
  }
}
