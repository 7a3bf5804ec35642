import type { ByteWriter } from '@weft/core'
import type { AliasDefinition } from './component-types.js'
import { writeSort } from './write-sort.js'

/** Binary.md, `alias`. */
export function writeAlias(writer: ByteWriter, { sort, target }: AliasDefinition): void {
  writeSort(writer, sort)
  if (target.kind === 'outer') writer.u8(2).u32(target.count).u32(target.index)
  else
    writer
      .u8(target.kind === 'export' ? 0 : 1)
      .u32(target.instance)
      .name(target.name)
}
