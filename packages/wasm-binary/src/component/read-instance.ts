import type { ByteReader } from '@weft/core'
import type {
  CoreInlineExport,
  CoreInstanceExpression,
  CoreInstantiateArgument,
  InlineExport,
  InstanceExpression,
  InstantiateArgument,
} from './component-types.js'
import { readOneOf, readVector, skipByte } from './read-common.js'
import { readExternName } from './read-extern-name.js'
import { readCoreSort, readSort } from './read-sort.js'

const coreExpressions: readonly ((reader: ByteReader) => CoreInstanceExpression)[] = [
  (reader) => ({
    kind: 'instantiate',
    module: reader.u32(),
    arguments: readVector(reader, readCoreArgument),
  }),
  (reader) => ({ kind: 'exports', exports: readVector(reader, readCoreExport) }),
]

const expressions: readonly ((reader: ByteReader) => InstanceExpression)[] = [
  (reader) => ({
    kind: 'instantiate',
    component: reader.u32(),
    arguments: readVector(reader, readArgument),
  }),
  (reader) => ({ kind: 'exports', exports: readVector(reader, readInlineExport) }),
]

/** Binary.md, `core:instanceexpr`. */
export function readCoreInstance(reader: ByteReader): CoreInstanceExpression {
  return readOneOf(reader, coreExpressions, 'core instance')(reader)
}

/** Binary.md, `instanceexpr`. */
export function readInstance(reader: ByteReader): InstanceExpression {
  return readOneOf(reader, expressions, 'instance')(reader)
}

function readCoreArgument(reader: ByteReader): CoreInstantiateArgument {
  const name = reader.name()
  skipByte(reader, 0x12, 'sort of an argument')
  return { name, instance: reader.u32() }
}

function readCoreExport(reader: ByteReader): CoreInlineExport {
  return { name: reader.name(), sort: readCoreSort(reader), index: reader.u32() }
}

function readArgument(reader: ByteReader): InstantiateArgument {
  return { name: reader.name(), sort: readSort(reader), index: reader.u32() }
}

function readInlineExport(reader: ByteReader): InlineExport {
  const { name, attributes } = readExternName(reader)
  return { name, attributes, sort: readSort(reader), index: reader.u32() }
}
