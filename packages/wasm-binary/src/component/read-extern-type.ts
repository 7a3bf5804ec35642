import type { ByteReader } from '@weft/core'
import type { ComponentExternType, ExternName, TypeBound, ValueBound } from './component-types.js'
import { readOneOf } from './read-common.js'
import { readExternName } from './read-extern-name.js'
import { readSort } from './read-sort.js'
import { readComponentValueType } from './read-value-type.js'

interface ExternItem<Kind> extends ExternName {
  readonly kind: Kind
  readonly offset: number
  readonly type: ComponentExternType
}

const typeBounds: readonly ((reader: ByteReader) => TypeBound)[] = [
  (reader) => ({ kind: 'eq', type: reader.u32() }),
  () => ({ kind: 'sub resource' }),
]

/** Binary.md, `externtype`. */
export function readComponentExternType(reader: ByteReader): ComponentExternType {
  const start = reader.offset
  const sort = readSort(reader)
  switch (sort) {
    case 'core module':
    case 'func':
    case 'component':
    case 'instance':
      return { sort, type: reader.u32() }
    case 'type':
      return { sort, bound: readOneOf(reader, typeBounds, 'type bound')(reader) }
    case 'value':
      return { sort, bound: readValueBound(reader) }
    default:
      return reader.fail(`malformed type of an import or export: a ${sort}`, start)
  }
}

/** Binary.md, `importdecl` and `exportdecl`. */
export function readExternItem<Kind extends 'import' | 'export'>(
  reader: ByteReader,
  kind: Kind,
  offset: number,
): ExternItem<Kind> {
  // A spread of names into items that are many would take most of the time of decoding.
  const { name, attributes } = readExternName(reader)
  return { kind, offset, name, attributes, type: readComponentExternType(reader) }
}

/** Tools write a value type without the code that says so: nearly all of those stand apart from the codes. */
function readValueBound(reader: ByteReader): ValueBound {
  const code = reader.peek()
  if (code > 1) return { kind: 'type', type: readComponentValueType(reader) }
  reader.u8()
  return code === 0
    ? { kind: 'eq', value: reader.u32() }
    : { kind: 'type', type: readComponentValueType(reader) }
}
