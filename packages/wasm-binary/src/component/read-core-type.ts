import type { ByteReader } from '@weft/core'
import { readExternType, readRecursiveGroup } from '../types.js'
import type { ComponentCoreType, ModuleDeclaration } from './component-types.js'
import { readOneOf, readVector, skipByte } from './read-common.js'

export const moduleTypeCode = 0x50

const moduleDeclarations: readonly ((reader: ByteReader) => ModuleDeclaration)[] = [
  (reader) => ({ kind: 'import', module: reader.name(), name: reader.name(), type: readExternType(reader) }),
  (reader) => ({ kind: 'type', group: readPrefixedGroup(reader) }),
  readModuleAlias,
  (reader) => ({ kind: 'export', name: reader.name(), type: readExternType(reader) }),
]

/** Binary.md, `core:deftype`. */
export function readComponentCoreType(reader: ByteReader): ComponentCoreType {
  if (reader.peek() !== moduleTypeCode) return { kind: 'rec', group: readPrefixedGroup(reader) }
  reader.u8()
  return { kind: 'module', declarations: readVector(reader, readModuleDeclaration) }
}

/** A type that is open stands behind a 0, for its code means a module type. Within those, tools leave the 0 out. */
function readPrefixedGroup(reader: ByteReader) {
  if (reader.peek() === 0) {
    reader.u8()
    if (reader.peek() !== moduleTypeCode) reader.fail('malformed core type')
  }
  return readRecursiveGroup(reader)
}

function readModuleDeclaration(reader: ByteReader): ModuleDeclaration {
  return readOneOf(reader, moduleDeclarations, 'module type declaration')(reader)
}

/** Binary.md, `core:alias`: of types, in what stands around the module type. */
function readModuleAlias(reader: ByteReader): ModuleDeclaration {
  skipByte(reader, 0x10, 'sort of an alias in a module type')
  skipByte(reader, 0x01, 'alias in a module type')
  return { kind: 'alias', count: reader.u32(), index: reader.u32() }
}
