import type { ByteWriter } from '@weft/core'
import type { ExternName, NameAttribute } from './component-types.js'
import { attributes } from './read-extern-name.js'
import { writeVector } from './write-common.js'

/** Binary.md, `nameattributes`. */
export function writeExternName(writer: ByteWriter, extern: ExternName): void {
  const attributed = extern.attributes.length > 0
  writer.u8(attributed ? 2 : 0).name(extern.name)
  if (attributed) writeVector(writer, extern.attributes, writeAttribute)
}

function writeAttribute(writer: ByteWriter, { kind, value }: NameAttribute): void {
  writer.u8(attributes.indexOf(kind)).name(value)
}
