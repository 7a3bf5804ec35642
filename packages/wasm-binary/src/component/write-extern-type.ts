import type { ByteWriter } from '@weft/core'
import type { ComponentExternType, ExternName, ValueBound } from './component-types.js'
import { writeExternName } from './write-extern-name.js'
import { writeSort } from './write-sort.js'
import { writeComponentValueType } from './write-value-type.js'

/** Binary.md, `externtype`. */
export function writeComponentExternType(writer: ByteWriter, type: ComponentExternType): void {
  writeSort(writer, type.sort)
  if (type.sort === 'value') writeValueBound(writer, type.bound)
  else if (type.sort !== 'type') writer.u32(type.type)
  else if (type.bound.kind === 'eq') writer.u8(0).u32(type.bound.type)
  else writer.u8(1)
}

function writeValueBound(writer: ByteWriter, bound: ValueBound): void {
  if (bound.kind === 'eq') writer.u8(0).u32(bound.value)
  else writeComponentValueType(writer.u8(1), bound.type)
}

/** Binary.md, `importdecl` and `exportdecl`. */
export function writeExternItem(
  writer: ByteWriter,
  item: ExternName & { readonly type: ComponentExternType },
): void {
  writeExternName(writer, item)
  writeComponentExternType(writer, item.type)
}
