import { scanMethods } from './scan-function.js'
import { scanPath } from './scan-path.js'
import { scanType } from './scan-type.js'
import type { Declared, ScannedItem, ScannedName, ScannedPath } from './scanned.js'
import { refuseDuplicates, type TokenReader } from './token-reader.js'

/** What is gathered while a scope is read. */
export interface ScopeCollector {
  readonly items: ScannedItem[]
  readonly references: ScannedName[]
  /** The paths of the whole part. */
  readonly paths: ScannedPath[]
}

/** Takes a `use` or the declaration of a type, after its gates; false if neither comes next. */
export function scanTypeItem(reader: TokenReader, scope: ScopeCollector, docs: string | undefined): boolean {
  const { text } = reader.next
  switch (text) {
    case 'use':
      scanUse(reader, scope)
      return true
    case 'type':
    case 'record':
    case 'variant':
    case 'enum':
    case 'flags':
    case 'resource': {
      reader.take()
      const name = reader.name(`the name of the ${text}`)
      scope.items.push({ ...name, docs, kind: text, members: scanMembers(reader, scope, text) })
      return true
    }
    default:
      return false
  }
}

function scanMembers(reader: TokenReader, scope: ScopeCollector, kind: string): readonly Declared[] {
  if (kind === 'type') {
    reader.expect('=')
    scanType(reader, scope.references)
    reader.expect(';')
    return []
  }
  if (kind === 'resource') {
    if (reader.accept(';')) return []
    if (!reader.accept('{')) throw reader.unexpected('`{` or `;`')
    return scanMethods(reader, scope.references)
  }
  const members: Declared[] = []
  reader.expect('{')
  reader.list('}', () => members.push(scanMember(reader, scope, kind)))
  refuseDuplicates(memberWords[kind] ?? 'name', members)
  return members
}

const memberWords: Readonly<Record<string, string>> = {
  record: 'field',
  variant: 'case',
  enum: 'case',
  flags: 'flag',
}

function scanMember(reader: TokenReader, scope: ScopeCollector, kind: string): Declared {
  const { docs } = reader.next
  const name = reader.name(`the name of a ${memberWords[kind] ?? 'member'} or \`}\``)
  if (kind === 'record') {
    reader.expect(':')
    scanType(reader, scope.references)
  } else if (kind === 'variant' && reader.accept('(')) {
    scanType(reader, scope.references)
    reader.expect(')')
  }
  return { ...name, docs }
}

function scanUse(reader: TokenReader, scope: ScopeCollector): void {
  reader.take()
  const path = scanPath(reader)
  scope.paths.push(path)
  reader.expect('.')
  reader.expect('{')
  reader.list('}', () => {
    const original = reader.name('the name of a type or `}`')
    const name = reader.accept('as') ? reader.name('a new name') : original
    scope.items.push({ ...name, kind: 'use', members: [], path })
  })
  reader.expect(';')
}
