import type { TypeDefinition, WitxDocument, WitxFunction, WitxModule, WitxParameter } from './document.js'
import { parseType } from './parse-type.js'
import { TokenCursor } from './token-cursor.js'
import type { Token } from './tokenizer.js'

export interface ParseWitxOptions {
  /** Gives the document that `(use … from $name)` names. Without it, `use` is an error. */
  readonly load?: (name: string) => WitxDocument
}

/**
 * Parses WITX, the interface language of WASI before WIT. Throws `WitxSyntaxError` with the place of the first
 * form that is malformed or not supported (`const`, `resource`, `option`, `bool` and buffers are not).
 */
export function parseWitx(text: string, options: ParseWitxOptions = {}): WitxDocument {
  const cursor = new TokenCursor(text)
  const types = new Map<string, TypeDefinition>()
  const modules: WitxModule[] = []
  while (cursor.peek().kind !== 'end') {
    cursor.form('form', (open) => {
      const keyword = cursor.take('word', 'typename, use or module')
      if (keyword.text === 'typename') defineType(cursor, types, open)
      else if (keyword.text === 'use') useTypes(cursor, types, options)
      else if (keyword.text === 'module') modules.push(parseModule(cursor, types, open))
      else cursor.fail('expected typename, use or module', keyword)
    })
  }
  return { types, modules }
}

function defineType(cursor: TokenCursor, types: Map<string, TypeDefinition>, open: Token): void {
  const token = cursor.take('identifier', 'the "$name" of a type')
  const type = parseType(cursor, types)
  addType(cursor, types, token, { name: token.value, docs: open.docs, type, position: placeOf(token) })
}

function addType(
  cursor: TokenCursor,
  types: Map<string, TypeDefinition>,
  token: Token,
  definition: TypeDefinition,
): void {
  if (types.has(definition.name)) cursor.fail(`type "${definition.name}" is defined twice`, token)
  types.set(definition.name, definition)
}

/** `(use $a ($b as $c) from $document)` or `(use * from $document)`. A used type brings those that it mentions. */
function useTypes(cursor: TokenCursor, types: Map<string, TypeDefinition>, options: ParseWitxOptions): void {
  const wanted: { token: Token; local: string }[] = []
  const all = cursor.nextIsWord('*') && cursor.next()
  while (!all && !cursor.nextIsWord('from')) wanted.push(parseUse(cursor))
  cursor.takeWord('from')
  const source = cursor.take('identifier', 'the "$name" of a document')
  const loaded = options.load?.(source.value) ?? cursor.fail('use needs the "load" option', source)
  for (const definition of loaded.types.values()) {
    const present = types.get(definition.name)
    if (present === undefined) types.set(definition.name, definition)
    else if (present !== definition) cursor.fail(`type "${definition.name}" is defined twice`, source)
  }
  for (const { token, local } of wanted) {
    if (!loaded.types.has(token.value)) cursor.fail(`document "${source.value}" has no such type`, token)
    if (local === token.value) continue
    const type = { kind: 'name', name: token.value } as const
    addType(cursor, types, token, {
      name: local,
      docs: loaded.types.get(token.value)!.docs,
      type,
      position: placeOf(token),
    })
  }
}

function parseUse(cursor: TokenCursor): { token: Token; local: string } {
  if (cursor.peek().kind !== '(') {
    const token = cursor.take('identifier', 'the "$name" of a type, or "from"')
    return { token, local: token.value }
  }
  return cursor.form('use', () => {
    const token = cursor.take('identifier', 'the "$name" of a type')
    cursor.takeWord('as')
    return { token, local: cursor.take('identifier', 'the new "$name" of the type').value }
  })
}

function parseModule(cursor: TokenCursor, types: WitxDocument['types'], open: Token): WitxModule {
  const name = cursor.take('identifier', 'the "$name" of a module').value
  const memories: string[] = []
  const functions: WitxFunction[] = []
  cursor.many(() =>
    cursor.form('module field', (start) => {
      if (cursor.nextIsWord('import')) return memories.push(parseMemory(cursor))
      if (!cursor.nextIsWord('@interface')) return cursor.fail('expected import or @interface')
      const parsed = parseFunction(cursor, types, start)
      if (functions.some((item) => item.name === parsed.name))
        cursor.fail(`function "${parsed.name}" is defined twice`, start)
      return functions.push(parsed)
    }),
  )
  return { name, docs: open.docs, memories, functions }
}

function parseMemory(cursor: TokenCursor): string {
  cursor.takeWord('import')
  const name = cursor.take('string', 'the name of an import').value
  cursor.form('memory', () => cursor.takeWord('memory'))
  return name
}

function parseFunction(cursor: TokenCursor, types: WitxDocument['types'], open: Token): WitxFunction {
  cursor.takeWord('@interface')
  cursor.takeWord('func')
  const name = cursor.form('export', () => {
    cursor.takeWord('export')
    return cursor.take('string', 'the name of an export').value
  })
  const params: WitxParameter[] = []
  const results: WitxParameter[] = []
  let noReturn = false
  while (cursor.nextIsForm('param')) params.push(parseParameter(cursor, types, params))
  while (cursor.nextIsForm('result')) results.push(parseParameter(cursor, types, results))
  if (cursor.nextIsForm('@witx')) {
    cursor.form('annotation', () => {
      cursor.next()
      cursor.takeWord('noreturn')
    })
    noReturn = true
  }
  if (cursor.peek().kind !== ')') cursor.fail('expected param, then result, then ")"')
  return { name, docs: open.docs, params, results, noReturn, position: placeOf(open) }
}

function parseParameter(
  cursor: TokenCursor,
  types: WitxDocument['types'],
  before: readonly WitxParameter[],
): WitxParameter {
  return cursor.form('parameter', (open) => {
    cursor.next()
    const token = cursor.take('identifier', 'the "$name" of a parameter')
    if (before.some((item) => item.name === token.value))
      cursor.fail(`"${token.value}" is there twice`, token)
    return { name: token.value, docs: open.docs, type: parseType(cursor, types), position: placeOf(token) }
  })
}

function placeOf({ line, column }: Token) {
  return { line, column }
}
