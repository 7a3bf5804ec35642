import { readDependencyName } from './dependency-names.js'
import type { Fail } from './fail.js'
import { NameReader } from './name-reader.js'

/** A name of an import or export by its parts: Explainer.md, `externname`. */
export type ExternNameParts =
  | { readonly kind: 'label' }
  | { readonly kind: 'constructor'; readonly resource: string }
  | { readonly kind: 'method' | 'static'; readonly resource: string }
  | { readonly kind: 'interface'; readonly version: string | undefined }
  /** Names of implementations, which imports may have in tools' pre-release form. */
  | { readonly kind: 'dependency' }

/** Reads a name. Fails where it is in no form that the specification has. */
export function readExternName(name: string, fail: Fail): ExternNameParts {
  const reader = new NameReader(name, fail)
  if (reader.take('[constructor]')) return { kind: 'constructor', resource: wholeLabel(reader) }
  if (reader.take('[method]')) return { kind: 'method', resource: readMember(reader) }
  if (reader.take('[static]')) return { kind: 'static', resource: readMember(reader) }
  if (readDependencyName(reader)) return { kind: 'dependency' }
  if (name.includes(':')) return readInterfaceName(reader)
  wholeLabel(reader)
  return { kind: 'label' }
}

function wholeLabel(reader: NameReader): string {
  return reader.asLabel(reader.remaining())
}

/** A resource's name, then that of one of its functions. */
function readMember(reader: NameReader): string {
  const resource = reader.asLabel(reader.upTo('.'))
  reader.expect('.')
  wholeLabel(reader)
  return resource
}

/** `interfacename`. The version is not looked at here. */
function readInterfaceName(reader: NameReader): ExternNameParts {
  reader.path('interface')
  const version = reader.take('@') ? reader.remaining() : undefined
  reader.end()
  return { kind: 'interface', version }
}

/** What must differ between names of one scope: Explainer.md, name uniqueness. */
export function uniquenessKey(name: string): string {
  const lower = name.toLowerCase()
  const member = /^\[(?:method|static)\]([^.]*)\.(.*)$/.exec(lower)
  if (member === null) return lower
  return member[1] === member[2] ? member[1]! : `${member[1]}.${member[2]}`
}
