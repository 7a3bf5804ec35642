import { ByteReader, ByteWriter } from '@weft/core'
import { ignoreMalformed, type NameMap, readNameMap, writeNameMap } from '../names.js'
import type { ComponentBinary, ComponentCustomSection, Sort } from './component-types.js'
import { readSort } from './read-sort.js'
import { writeSort } from './write-sort.js'

/** What the things in a component are called. */
export interface ComponentNames {
  readonly component?: string
  /** Names by index, for each index space that has any. */
  readonly sorts: ReadonlyMap<Sort, NameMap>
}

type Fields = { component?: string; readonly sorts: Map<Sort, NameMap> }

/**
 * Reads the `component-name` section (Binary.md, `namesec`) of a component, not of those nested in it. Never throws:
 * subsections that are malformed are ignored. With `only`, names of other index spaces are passed over.
 */
export function readComponentNames(component: ComponentBinary, only?: Sort): ComponentNames {
  const section = component.customSections.find(({ name }) => name === 'component-name')
  const names: Fields = { sorts: new Map() }
  const reader = new ByteReader(section?.bytes ?? new Uint8Array())
  ignoreMalformed(() => {
    while (!reader.done) {
      const id = reader.u8()
      const part = reader.slice(reader.u32())
      ignoreMalformed(() => readSubsection(id, part, names, only))
    }
  })
  return names
}

function readSubsection(id: number, reader: ByteReader, names: Fields, only: Sort | undefined): void {
  if (id === 0) names.component = reader.name()
  if (id !== 1) return
  const sort = readSort(reader)
  if (only === undefined || only === sort) names.sorts.set(sort, readNameMap(reader))
}

/** A `component-name` section, to stand at the end of a component. */
export function encodeComponentNames({ component, sorts }: ComponentNames): ComponentCustomSection {
  const writer = new ByteWriter()
  const write = (id: number, content: ByteWriter) => writer.u8(id).sized(content.finish())
  if (component !== undefined) write(0, new ByteWriter().name(component))
  for (const [sort, names] of sorts) {
    const content = new ByteWriter()
    writeSort(content, sort)
    if (names.size > 0) write(1, writeNameMap(content, names))
  }
  return { name: 'component-name', offset: Number.POSITIVE_INFINITY, bytes: writer.finish() }
}
