import type { ByteWriter } from '@weft/core'
import { writeValueType } from '../value-types.js'
import type { CaseValueType, ComponentFunctionType, Declaration, DefinedType } from './component-types.js'
import { writeAlias } from './write-alias.js'
import { type Write, writeOptional, writeString, writeU32, writeVector } from './write-common.js'
import { writeComponentCoreType } from './write-core-type.js'
import { writeExternItem } from './write-extern-type.js'
import {
  writeLabeledType,
  writeOptionalType,
  writePrimitive,
  writeResultList,
  writeComponentValueType as writeType,
} from './write-value-type.js'

type Kind = DefinedType['kind']
type Writers = { readonly [Each in Kind]: Write<Extract<DefinedType, { kind: Each }>> }

const writers: Writers = {
  primitive: (w, { primitive }) => writePrimitive(w, primitive),
  record: (w, { fields }) => writeVector(w.u8(0x72), fields, writeLabeledType),
  variant: (w, { cases }) => writeVector(w.u8(0x71), cases, writeCase),
  list(w, { element, length }) {
    writeType(w.u8(length === undefined ? 0x70 : 0x67), element)
    if (length !== undefined) w.u32(length)
  },
  tuple: (w, { types }) => writeVector(w.u8(0x6f), types, writeType),
  flags: (w, { labels }) => writeVector(w.u8(0x6e), labels, writeString),
  enum: (w, { labels }) => writeVector(w.u8(0x6d), labels, writeString),
  option: (w, { type }) => writeType(w.u8(0x6b), type),
  result(w, { ok, error }) {
    writeOptionalType(w.u8(0x6a), ok)
    writeOptionalType(w, error)
  },
  own: (w, { resource }) => w.u8(0x69).u32(resource),
  borrow: (w, { resource }) => w.u8(0x68).u32(resource),
  stream: (w, { element }) => writeOptionalType(w.u8(0x66), element),
  future: (w, { element }) => writeOptionalType(w.u8(0x65), element),
  map(w, { key, value }) {
    writeType(w.u8(0x63), key)
    writeType(w, value)
  },
  func: writeFunctionType,
  component: (w, { declarations }) => writeVector(w.u8(0x41), declarations, writeDeclaration),
  instance: (w, { declarations }) => writeVector(w.u8(0x42), declarations, writeDeclaration),
  resource(w, { representation, destructor }) {
    writeValueType(w.u8(0x3f), representation)
    writeOptional(w, destructor, writeU32)
  },
}

/** Binary.md, `deftype`. */
export function writeDefinedType(writer: ByteWriter, type: DefinedType): void {
  ;(writers[type.kind] as Write<DefinedType>)(writer, type)
}

function writeCase(writer: ByteWriter, { label, type }: CaseValueType): void {
  writeOptionalType(writer.name(label), type)
  writer.u8(0)
}

function writeFunctionType(writer: ByteWriter, type: ComponentFunctionType): void {
  writeVector(writer.u8(type.async ? 0x43 : 0x40), type.parameters, writeLabeledType)
  writeResultList(writer, type.result)
}

type DeclarationKind = Declaration['kind']
type DeclarationWriters = {
  readonly [Each in DeclarationKind]: Write<Extract<Declaration, { kind: Each }>>
}

const declarationWriters: DeclarationWriters = {
  'core-type': (w, { type }) => writeComponentCoreType(w.u8(0), type),
  type: (w, { type }) => writeDefinedType(w.u8(1), type),
  alias: (w, alias) => writeAlias(w.u8(2), alias),
  import: (w, item) => writeExternItem(w.u8(3), item),
  export: (w, item) => writeExternItem(w.u8(4), item),
}

/** Binary.md, `componentdecl` and `instancedecl`. */
function writeDeclaration(writer: ByteWriter, declaration: Declaration): void {
  ;(declarationWriters[declaration.kind] as Write<Declaration>)(writer, declaration)
}
