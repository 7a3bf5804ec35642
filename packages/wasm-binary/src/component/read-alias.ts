import type { ByteReader } from '@weft/core'
import type { AliasDefinition, AliasTarget } from './component-types.js'
import { readOneOf } from './read-common.js'
import { readSort } from './read-sort.js'

const targets: readonly ((reader: ByteReader) => AliasTarget)[] = [
  (reader) => ({ kind: 'export', instance: reader.u32(), name: reader.name() }),
  (reader) => ({ kind: 'core export', instance: reader.u32(), name: reader.name() }),
  (reader) => ({ kind: 'outer', count: reader.u32(), index: reader.u32() }),
]

/** Binary.md, `alias`. */
export function readAlias(reader: ByteReader, offset: number): AliasDefinition {
  return {
    kind: 'alias',
    offset,
    sort: readSort(reader),
    target: readOneOf(reader, targets, 'alias')(reader),
  }
}
