import { ByteReader } from '@weft/core'
import { ignoreMalformed, type NameMap, readNameMap } from '../names.js'
import type { ComponentBinary, Sort } from './component-types.js'
import { readSort } from './read-sort.js'

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
