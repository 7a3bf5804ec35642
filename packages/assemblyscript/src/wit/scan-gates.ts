import type { TokenReader } from './token-reader.js'
import { errorAt } from './wit-error.js'

/** The field of each gate, and the kind of token that is its value. */
const fields: Readonly<Record<string, readonly [string, 'version' | 'id']>> = {
  since: ['version', 'version'],
  deprecated: ['version', 'version'],
  unstable: ['feature', 'id'],
}

/** Passes over `@since(version = 1.0.0)` and its like (WIT.md, "Feature gate syntax", and `external-id`). */
export function scanGates(reader: TokenReader): void {
  const { spot } = reader
  const gates = new Set<string>()
  while (reader.accept('@')) gates.add(scanGate(reader))
  const isGated = gates.has('since') || gates.has('unstable')
  if (gates.has('deprecated') && !isGated) {
    throw errorAt(spot, '`@deprecated` needs a `@since` or `@unstable` beside it')
  }
  if (gates.has('since') && gates.has('unstable')) {
    throw errorAt(spot, '`@since` and `@unstable` exclude each other; keep one')
  }
}

function scanGate(reader: TokenReader): string {
  const { text } = reader.next
  const field = Object.hasOwn(fields, text) ? fields[text] : undefined
  if (field === undefined && text !== 'external-id') {
    throw reader.unexpected('`since`, `unstable`, `deprecated` or `external-id`')
  }
  reader.take()
  reader.expect('(')
  if (field === undefined) takeKind(reader, 'string', 'a string')
  else {
    const [name, kind] = field
    reader.expect(name)
    reader.expect('=')
    takeKind(reader, kind, kind === 'id' ? 'the name of a feature' : 'a version like `1.2.3`')
  }
  reader.expect(')')
  return text
}

function takeKind(reader: TokenReader, kind: string, what: string): void {
  if (reader.next.kind !== kind) throw reader.unexpected(what)
  reader.take()
}
