import {
  type BuiltinType,
  builtinTypes,
  type Case,
  type Named,
  type Representation,
  resolveType,
  type WitxDocument,
  type WitxType,
} from './document.js'
import type { TokenCursor } from './token-cursor.js'

const representations: readonly string[] = ['u8', 'u16', 'u32', 'u64']

/** Parses one type. `types` are the typenames defined so far: WITX has no forward references. */
export function parseType(cursor: TokenCursor, types: WitxDocument['types']): WitxType {
  const token = cursor.peek()
  if (token.kind === '(') return cursor.form('type', () => parseForm(cursor, types))
  if (token.kind === 'identifier') {
    if (!types.has(token.value)) cursor.fail('unknown typename: a type is defined before it is used')
    cursor.next()
    return { kind: 'name', name: token.value }
  }
  if (token.kind !== 'word') cursor.fail('expected a type')
  if (token.text === 'string') {
    cursor.next()
    return { kind: 'string' }
  }
  if (!(builtinTypes as readonly string[]).includes(token.text)) cursor.fail('unknown or unsupported type')
  return { kind: 'builtin', name: cursor.next().text as BuiltinType }
}

function parseForm(cursor: TokenCursor, types: WitxDocument['types']): WitxType {
  const keyword = cursor.take('word', 'a type constructor')
  const type = () => parseType(cursor, types)
  switch (keyword.text) {
    case 'handle':
      return { kind: 'handle' }
    case 'list':
      return { kind: 'list', element: type() }
    case 'tuple':
      return { kind: 'tuple', elements: cursor.many(type) }
    case 'enum':
      return { kind: 'enum', tag: parseTag(cursor), cases: parseNames(cursor, 'case') }
    case 'flags':
      return parseFlags(cursor)
    case 'record':
      return { kind: 'record', fields: unique(cursor, () => parseField(cursor, types)) }
    case 'variant':
    case 'union':
      return parseVariant(cursor, types, keyword.text)
    case 'expected':
      return parseExpected(cursor, types)
    case '@witx':
      return parseAnnotated(cursor, types)
    default:
      return cursor.fail('unknown or unsupported type constructor', keyword)
  }
}

function parseAnnotated(cursor: TokenCursor, types: WitxDocument['types']): WitxType {
  const keyword = cursor.take('word', 'pointer, const_pointer, usize or char8')
  if (keyword.text === 'usize' || keyword.text === 'char8') return { kind: 'builtin', name: keyword.text }
  if (keyword.text === 'pointer' || keyword.text === 'const_pointer') {
    return { kind: keyword.text, element: parseType(cursor, types) }
  }
  return cursor.fail('expected pointer, const_pointer, usize or char8', keyword)
}

function parseTag(cursor: TokenCursor): Representation {
  return parseRepresentation(cursor, 'tag') ?? 'u32'
}

/** `(@witx tag u8)` or `(@witx repr u8)`, if it is there. */
function parseRepresentation(cursor: TokenCursor, keyword: 'tag' | 'repr'): Representation | undefined {
  if (!cursor.nextIsForm('@witx')) return undefined
  return cursor.form(keyword, () => {
    cursor.takeWord('@witx')
    cursor.takeWord(keyword)
    if (!representations.includes(cursor.peek().text)) cursor.fail('expected u8, u16, u32 or u64')
    return cursor.next().text as Representation
  })
}

function parseFlags(cursor: TokenCursor): WitxType {
  const written = parseRepresentation(cursor, 'repr')
  const flags = parseNames(cursor, 'flag')
  const smallest = representations.find((name) => Number(name.slice(1)) >= flags.length)
  const representation = written ?? (smallest as Representation | undefined)
  if (representation === undefined || Number(representation.slice(1)) < flags.length) {
    cursor.fail(`${flags.length} flags do not fit ${representation ?? 'u64'}`)
  }
  return { kind: 'flags', representation, flags }
}

function parseNames(cursor: TokenCursor, what: string): readonly Named[] {
  return unique(cursor, () => {
    const token = cursor.take('identifier', `the "$name" of a ${what}`)
    return { name: token.value, docs: token.docs }
  })
}

function parseField(cursor: TokenCursor, types: WitxDocument['types']) {
  return cursor.form('field', (open) => {
    cursor.takeWord('field')
    const name = cursor.take('identifier', 'the "$name" of a field').value
    return { name, docs: open.docs, type: parseType(cursor, types) }
  })
}

/** A union is a variant whose cases are named by its tag's enum, or by their positions. */
function parseVariant(
  cursor: TokenCursor,
  types: WitxDocument['types'],
  keyword: 'variant' | 'union',
): WitxType {
  const start = cursor.peek()
  const { tag, names } = parseVariantTag(cursor, types)
  const union = () => {
    const docs = cursor.peek().docs
    return { docs, type: parseType(cursor, types) }
  }
  const cases: readonly Case[] =
    keyword === 'variant'
      ? unique(cursor, () => parseCase(cursor, types))
      : cursor.many(union).map((item, index) => ({ name: names?.[index] ?? String(index), ...item }))
  if (cases.length === 0) cursor.fail(`a ${keyword} needs a case`, start)
  if (names === undefined) return { kind: 'variant', tag, cases }
  if (cases.length !== names.length || cases.some((item) => !names.includes(item.name))) {
    cursor.fail(`the cases must be those of the tag: ${names.join(', ')}`, start)
  }
  return { kind: 'variant', tag, cases: names.map((name) => cases.find((item) => item.name === name)!) }
}

function parseVariantTag(
  cursor: TokenCursor,
  types: WitxDocument['types'],
): { tag: Representation; names?: readonly string[] } {
  if (!cursor.nextIsForm('@witx') || !cursor.nextIsWord('tag', 2) || cursor.peek(3).kind !== 'identifier') {
    // `(@witx usize)` may be the first case of a union.
    return { tag: cursor.nextIsForm('@witx') && !cursor.nextIsWord('tag', 2) ? 'u32' : parseTag(cursor) }
  }
  return cursor.form('tag', () => {
    cursor.next()
    cursor.next()
    const token = cursor.peek()
    const type = resolveType(parseType(cursor, types), types)
    if (type.kind !== 'enum') cursor.fail('the tag must be an enum', token)
    return { tag: type.tag, names: type.cases.map((item) => item.name) }
  })
}

function parseCase(cursor: TokenCursor, types: WitxDocument['types']): Case {
  return cursor.form('case', (open) => {
    cursor.takeWord('case')
    const name = cursor.take('identifier', 'the "$name" of a case').value
    const type = cursor.peek().kind === ')' ? undefined : parseType(cursor, types)
    return { name, docs: open.docs, ...(type && { type }) }
  })
}

function parseExpected(cursor: TokenCursor, types: WitxDocument['types']): WitxType {
  const ok = cursor.nextIsForm('error') ? undefined : parseType(cursor, types)
  const error = cursor.form('error', () => {
    cursor.takeWord('error')
    return cursor.peek().kind === ')' ? undefined : parseType(cursor, types)
  })
  return { kind: 'expected', ...(ok && { ok }), ...(error && { error }) }
}

function unique<T extends Named>(cursor: TokenCursor, item: () => T): readonly T[] {
  const names = new Set<string>()
  return cursor.many(() => {
    const start = cursor.peek()
    const parsed = item()
    if (names.has(parsed.name)) cursor.fail(`"${parsed.name}" is there twice`, start)
    names.add(parsed.name)
    return parsed
  })
}
