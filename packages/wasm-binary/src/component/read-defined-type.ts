import type { ByteReader } from '@weft/core'
import { readValueType } from '../value-types.js'
import type {
  CaseValueType,
  ComponentFunctionType,
  ComponentValueType,
  Declaration,
  DefinedType,
} from './component-types.js'
import { readAlias } from './read-alias.js'
import { readOneOf, readOptional, readString, readU32, readVector, skipByte } from './read-common.js'
import { readComponentCoreType } from './read-core-type.js'
import { readExternItem } from './read-extern-type.js'
import { primitiveOf, readComponentValueType, readLabeledType, readResultList } from './read-value-type.js'

/** How deeply components and types may stand in one another. */
const maximumNesting = 100

type ReadType = (reader: ByteReader, depth: number) => DefinedType
type ReadDeclaration = (reader: ByteReader, offset: number, depth: number) => Declaration

const valueType = readComponentValueType
const optionalType = (reader: ByteReader): ComponentValueType | undefined => readOptional(reader, valueType)

// biome-ignore-start lint/complexity/useSimpleNumberKeys: the specification writes codes in hexadecimal
const definedTypes: Readonly<Record<number, ReadType>> = {
  0x72: (r) => ({ kind: 'record', fields: readVector(r, readLabeledType) }),
  0x71: (r) => ({ kind: 'variant', cases: readVector(r, readCase) }),
  0x70: (r) => ({ kind: 'list', element: valueType(r) }),
  0x67: (r) => ({ kind: 'list', element: valueType(r), length: r.u32() }),
  0x6f: (r) => ({ kind: 'tuple', types: readVector(r, valueType) }),
  0x6e: (r) => ({ kind: 'flags', labels: readVector(r, readString) }),
  0x6d: (r) => ({ kind: 'enum', labels: readVector(r, readString) }),
  0x6b: (r) => ({ kind: 'option', type: valueType(r) }),
  0x6a: (r) => ({ kind: 'result', ok: optionalType(r), error: optionalType(r) }),
  0x69: (r) => ({ kind: 'own', resource: r.u32() }),
  0x68: (r) => ({ kind: 'borrow', resource: r.u32() }),
  0x66: (r) => ({ kind: 'stream', element: optionalType(r) }),
  0x65: (r) => ({ kind: 'future', element: optionalType(r) }),
  0x63: (r) => ({ kind: 'map', key: valueType(r), value: valueType(r) }),
  0x40: (r) => readFunctionType(r, false),
  0x43: (r) => readFunctionType(r, true),
  0x41: (r, depth) => ({ kind: 'component', declarations: readDeclarations(r, 'component', depth) }),
  0x42: (r, depth) => ({ kind: 'instance', declarations: readDeclarations(r, 'instance', depth) }),
  0x3f: (r) => ({
    kind: 'resource',
    representation: readValueType(r),
    destructor: readOptional(r, readU32),
  }),
}
// biome-ignore-end lint/complexity/useSimpleNumberKeys: the specification writes codes in hexadecimal

/** Binary.md, `deftype`. `depth` counts the components and types around it. */
export function readDefinedType(reader: ByteReader, depth: number): DefinedType {
  const primitive = primitiveOf(reader.peek())
  if (primitive === undefined) return readOneOf(reader, definedTypes, 'type')(reader, depth)
  reader.u8()
  return { kind: 'primitive', primitive }
}

function readCase(reader: ByteReader): CaseValueType {
  const result = { label: reader.name(), type: optionalType(reader) }
  skipByte(reader, 0, 'case')
  return result
}

function readFunctionType(reader: ByteReader, async: boolean): ComponentFunctionType {
  return {
    kind: 'func',
    async,
    parameters: readVector(reader, readLabeledType),
    result: readResultList(reader),
  }
}

const importCode = 3

const declarations: Readonly<Record<number, ReadDeclaration>> = {
  0: (reader, offset) => ({ kind: 'core-type', offset, type: readComponentCoreType(reader) }),
  1: (reader, offset, depth) => ({ kind: 'type', offset, type: readDefinedType(reader, depth) }),
  2: readAlias,
  3: (reader, offset) => readExternItem(reader, 'import', offset),
  4: (reader, offset) => readExternItem(reader, 'export', offset),
}

/** Binary.md, `componentdecl` and `instancedecl`. */
function readDeclarations(reader: ByteReader, of: 'component' | 'instance', depth: number): Declaration[] {
  checkNesting(reader, depth + 1)
  return readVector(reader, (reader) => {
    const start = reader.offset
    if (of === 'instance' && reader.peek() === importCode) reader.fail('an instance type has no imports')
    return readOneOf(reader, declarations, 'declaration')(reader, start, depth + 1)
  })
}

/** Bounds the decoder's own stack. */
export function checkNesting(reader: ByteReader, depth: number): void {
  if (depth > maximumNesting) reader.fail(`components and types are nested more than ${maximumNesting} deep`)
}
