import type { ByteWriter } from '@weft/core'
import type { RecursiveGroup } from '../module.js'
import { writeExternType, writeRecursiveGroup } from '../types.js'
import type { ComponentCoreType, ModuleDeclaration } from './component-types.js'
import { moduleTypeCode } from './read-core-type.js'
import { writeVector } from './write-common.js'

/** Binary.md, `core:deftype`. */
export function writeComponentCoreType(writer: ByteWriter, type: ComponentCoreType): void {
  if (type.kind === 'rec') writePrefixedGroup(writer, type.group)
  else writeVector(writer.u8(moduleTypeCode), type.declarations, writeModuleDeclaration)
}

/** A type that is open stands behind a 0, for its code means a module type. */
function writePrefixedGroup(writer: ByteWriter, group: RecursiveGroup): void {
  const [first] = group.types
  if (!group.explicit && first?.final === false) writer.u8(0)
  writeRecursiveGroup(writer, group)
}

function writeModuleDeclaration(writer: ByteWriter, declaration: ModuleDeclaration): void {
  switch (declaration.kind) {
    case 'import':
      writeExternType(writer.u8(0).name(declaration.module).name(declaration.name), declaration.type)
      break
    case 'type':
      // Tools know no 0 before the types in a module type.
      writeRecursiveGroup(writer.u8(1), declaration.group)
      break
    case 'alias':
      writer.u8(2).u8(0x10).u8(0x01).u32(declaration.count).u32(declaration.index)
      break
    case 'export':
      writeExternType(writer.u8(3).name(declaration.name), declaration.type)
      break
  }
}
