import { scanFunction } from './scan-function.js'
import { scanGates } from './scan-gates.js'
import { type ScopeCollector, scanTypeItem } from './scan-item.js'
import { scanPath } from './scan-path.js'
import type { ScannedInclude, ScannedName, ScannedPath, ScannedScope } from './scanned.js'
import { refuseDuplicates, type TokenReader } from './token-reader.js'

/** What stands in an interface, behind its `{` and with its `}` (WIT.md, `interface-items`). */
export function scanInterface(reader: TokenReader, paths: ScannedPath[]): ScannedScope {
  const scope: ScopeCollector = { items: [], references: [], paths }
  while (!reader.accept('}')) {
    const { docs } = reader.next
    scanGates(reader)
    if (scanTypeItem(reader, scope, docs)) continue
    const name = reader.name('a function, `use`, the declaration of a type or `}`')
    reader.expect(':')
    scanFunction(reader, scope.references)
    scope.items.push({ ...name, docs, kind: 'func', members: [] })
  }
  refuseDuplicates('declaration', scope.items)
  return { items: scope.items, references: scope.references }
}

/** What stands in a world, behind its `{` and with its `}` (WIT.md, `world-items`). */
export function scanWorld(
  reader: TokenReader,
  paths: ScannedPath[],
): ScannedScope & { includes: ScannedInclude[] } {
  const scope: ScopeCollector = { items: [], references: [], paths }
  const includes: ScannedInclude[] = []
  while (!reader.accept('}')) {
    const { docs } = reader.next
    scanGates(reader)
    const { text } = reader.next
    if (scanTypeItem(reader, scope, docs)) continue
    if (text === 'include') includes.push(scanInclude(reader, scope))
    else if (text === 'import' || text === 'export') scanExtern(reader, scope, text, docs)
    else throw reader.unexpected('`import`, `export`, `include`, `use`, the declaration of a type or `}`')
  }
  return { items: scope.items, references: scope.references, includes }
}

function scanInclude(reader: TokenReader, scope: ScopeCollector): ScannedInclude {
  reader.take()
  const path = scanPath(reader)
  scope.paths.push(path)
  const renames: (ScannedName & { renamed: string })[] = []
  if (reader.accept('with')) {
    reader.expect('{')
    reader.list('}', () => {
      const old = reader.name('a name to replace or `}`')
      reader.expect('as')
      renames.push({ ...old, renamed: reader.name('a new name').name })
    })
    // Without this, the reader of the error would have to guess that the braces end the statement.
    if (reader.at(';')) throw reader.unexpected('no `;` behind the `}` of `include … with`')
  } else reader.expect(';')
  return { path, renames }
}

function scanExtern(
  reader: TokenReader,
  scope: ScopeCollector,
  direction: 'import' | 'export',
  docs: string | undefined,
): void {
  reader.take()
  if (!isNamed(reader)) {
    const path = scanPath(reader)
    scope.paths.push(path)
    scope.items.push({ ...path, docs, kind: 'path', direction, members: [], path })
    reader.expect(';')
    return
  }
  const name = { ...reader.name('a name'), docs, direction, members: [] }
  reader.expect(':')
  if (reader.accept('interface')) {
    reader.expect('{')
    scope.items.push({ ...name, kind: 'interface', inline: scanInterface(reader, scope.paths) })
  } else if (reader.next.kind === 'id') {
    const path = scanPath(reader)
    scope.paths.push(path)
    reader.expect(';')
    scope.items.push({ ...name, kind: 'path', path })
  } else if (reader.at('func') || reader.at('async')) {
    scanFunction(reader, scope.references)
    scope.items.push({ ...name, kind: 'func' })
  } else throw reader.unexpected('`func`, `async func`, `interface` or the name of an interface')
}

/** Tells `import a: b` from `import a:b/c` and `import a`: WIT.md leaves it to the slash behind. */
function isNamed(reader: TokenReader): boolean {
  const [, colon, , behind] = reader.tokens.slice(reader.position, reader.position + 4)
  return colon?.text === ':' && behind?.text !== '/'
}
