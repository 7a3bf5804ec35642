import { ByteWriter } from '@weft/core'
import type {
  ComponentBinary,
  ComponentCustomSection,
  Definition,
  ExportDefinition,
  StartDefinition,
} from './component-types.js'
import { componentPreamble } from './read-component.js'
import { writeAlias } from './write-alias.js'
import { writeCanon } from './write-canon.js'
import { type Write, writeOptional, writeU32, writeVector } from './write-common.js'
import { writeComponentCoreType } from './write-core-type.js'
import { writeDefinedType } from './write-defined-type.js'
import { writeExternName } from './write-extern-name.js'
import { writeComponentExternType, writeExternItem } from './write-extern-type.js'
import { writeCoreInstance, writeInstance } from './write-instance.js'
import { writeSortIndex } from './write-sort.js'
import { writeComponentValueType } from './write-value-type.js'

interface Section<Each> {
  readonly id: number
  /** The section is one definition, not a vector of them. */
  readonly single?: boolean
  readonly write: Write<Each>
}

type Sections = { readonly [Kind in Definition['kind']]: Section<Extract<Definition, { kind: Kind }>> }

const sections: Sections = {
  'core-module': { id: 1, single: true, write: (writer, { bytes }) => writer.bytes(bytes) },
  'core-instance': { id: 2, write: (writer, { expression }) => writeCoreInstance(writer, expression) },
  'core-type': { id: 3, write: (writer, { type }) => writeComponentCoreType(writer, type) },
  component: { id: 4, single: true, write: (writer, { component }) => writeComponent(writer, component) },
  instance: { id: 5, write: (writer, { expression }) => writeInstance(writer, expression) },
  alias: { id: 6, write: writeAlias },
  type: { id: 7, write: (writer, { type }) => writeDefinedType(writer, type) },
  canon: { id: 8, write: (writer, { canon }) => writeCanon(writer, canon) },
  start: { id: 9, single: true, write: writeStart },
  import: { id: 10, write: writeExternItem },
  export: { id: 11, write: writeExport },
  value: {
    id: 12,
    write(writer, { type, bytes }) {
      writeComponentValueType(writer, type)
      writer.sized(bytes)
    },
  },
}

/** What `encodeComponent` takes: sizes and offsets of parts need not be right. */
export type ComponentContent = Pick<ComponentBinary, 'definitions' | 'customSections'>

/**
 * Encodes a component (Binary.md, `component`), every integer in its shortest form, neighbours of one kind in one
 * section. Byte arrays are written as they are. A custom section stands before the first definition whose offset is
 * higher, so those that were decoded keep their places; behind all definitions where offsets are 0.
 */
export function encodeComponent(component: ComponentContent): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter(4096)
  writeComponent(writer, component)
  return writer.finish()
}

function writeComponent(writer: ByteWriter, { definitions, customSections }: ComponentContent): void {
  writer.bytes(componentPreamble)
  const customs = customSections.toSorted((left, right) => left.offset - right.offset)
  for (let index = 0; index < definitions.length; ) {
    const { offset } = definitions[index]!
    while (customs[0] !== undefined && customs[0].offset < offset) writeCustom(writer, customs.shift()!)
    const end = endOfRun(definitions, index, customs[0]?.offset ?? Number.POSITIVE_INFINITY)
    writeSection(writer, definitions.slice(index, end))
    index = end
  }
  for (const custom of customs) writeCustom(writer, custom)
}

/** Where the definitions end that can stand in one section with the one at `start`. */
function endOfRun(definitions: readonly Definition[], start: number, nextCustom: number): number {
  const { kind } = definitions[start]!
  if (sections[kind].single) return start + 1
  let end = start + 1
  while (definitions[end]?.kind === kind && definitions[end]!.offset < nextCustom) end++
  return end
}

function writeSection(writer: ByteWriter, run: readonly Definition[]): void {
  const { id, single, write } = sections[run[0]!.kind] as Section<Definition>
  const content = new ByteWriter()
  if (single) write(content, run[0]!)
  else writeVector(content, run, write)
  writer.u8(id).sized(content.finish())
}

function writeCustom(writer: ByteWriter, { name, bytes }: ComponentCustomSection): void {
  writer.u8(0).sized(new ByteWriter().name(name).bytes(bytes).finish())
}

function writeStart(writer: ByteWriter, { func, arguments: values, results }: StartDefinition): void {
  writer.u32(func)
  writeVector(writer, values, writeU32)
  writer.u32(results)
}

function writeExport(writer: ByteWriter, definition: ExportDefinition): void {
  writeExternName(writer, definition)
  writeSortIndex(writer, definition)
  writeOptional(writer, definition.type, writeComponentExternType)
}
