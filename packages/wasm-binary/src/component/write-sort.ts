import type { ByteWriter } from '@weft/core'
import type { CoreSort, Sort, SortIndex } from './component-types.js'
import { coreSorts, sorts } from './read-sort.js'
import { codesOf } from './write-common.js'

const coreCodes = /* @__PURE__ */ codesOf(coreSorts)
const codes = /* @__PURE__ */ codesOf(sorts)

export function writeCoreSort(writer: ByteWriter, sort: CoreSort): void {
  writer.u8(coreCodes[sort])
}

/** Binary.md, `sort`. */
export function writeSort(writer: ByteWriter, sort: Sort): void {
  if (sort in coreCodes) writeCoreSort(writer.u8(codes.core), sort as CoreSort)
  else writer.u8(codes[sort as keyof typeof codes])
}

/** Binary.md, `sortidx`. */
export function writeSortIndex(writer: ByteWriter, { sort, index }: SortIndex): void {
  writeSort(writer, sort)
  writer.u32(index)
}
