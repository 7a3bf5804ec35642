import type { ByteReader } from '@weft/core'
import type { ExternName, NameAttribute } from './component-types.js'
import { readOneOf, readVector } from './read-common.js'

/** The forms of a name; the first two mean the same, for tools write either. */
const hasAttributes = [false, false, true]

export const attributes: readonly NameAttribute['kind'][] = ['implements', 'versionsuffix', 'external-id']

const noAttributes: readonly NameAttribute[] = []

/** Binary.md, `nameattributes`. */
export function readExternName(reader: ByteReader): ExternName {
  const attributed = readOneOf(reader, hasAttributes, 'name')
  return { name: reader.name(), attributes: attributed ? readVector(reader, readAttribute) : noAttributes }
}

function readAttribute(reader: ByteReader): NameAttribute {
  return { kind: readOneOf(reader, attributes, 'name attribute'), value: reader.name() }
}
