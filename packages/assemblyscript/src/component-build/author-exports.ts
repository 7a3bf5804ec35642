import * as assemblyscript from 'assemblyscript'
import { bodyName } from '../async/async-code.js'
import { compilerEnums } from '../compiler-enums.js'

/** Something that the author's main file exports. */
export interface AuthorExport {
  readonly name: string
  /** Its name in the file that declares it, as the author wrote it. */
  readonly declaredName: string
  readonly node: assemblyscript.DeclarationStatement
  /** True for a function that was marked `async`. */
  readonly isAsync: boolean
}

export interface AuthorExports {
  readonly named: ReadonlyMap<string, AuthorExport>
  /** What `import * as name from '…'` and `export { name }` give. */
  readonly namespaces: ReadonlyMap<string, AuthorExports>
  readonly source: assemblyscript.Source
}

const asyncSuffix = bodyName('')

/** Everything that the file of this name (without extension) exports, what it exports of other files among it. */
export function authorExports(program: assemblyscript.Program, fileName: string): AuthorExports | undefined {
  return new ExportFinder(program).find(fileName)
}

class ExportFinder {
  readonly #sources: ReadonlyMap<string, assemblyscript.Source>
  readonly #found = new Map<string, AuthorExports>()

  constructor(program: assemblyscript.Program) {
    this.#sources = new Map(program.sources.map((source) => [source.internalPath, source]))
  }

  find(path: string): AuthorExports | undefined {
    const known = this.#found.get(path)
    if (known !== undefined) return known
    const source = this.#sources.get(path) ?? this.#sources.get(`${path}/index`)
    if (source === undefined) return undefined
    const named = new Map<string, AuthorExport>()
    const namespaces = new Map<string, AuthorExports>()
    const exports = { named, namespaces, source }
    // Before its statements are read: files may export each other.
    this.#found.set(path, exports)
    const declared = declarationsOf(source)
    for (const { name, node } of declared.values()) {
      if (node.is(compilerEnums.CommonFlags.Export)) named.set(name, declared.get(name)!)
    }
    for (const statement of source.statements)
      this.#addStatement(source, statement, declared, named, namespaces)
    return exports
  }

  #addStatement(
    source: assemblyscript.Source,
    statement: assemblyscript.Statement,
    declared: ReadonlyMap<string, AuthorExport>,
    named: Map<string, AuthorExport>,
    namespaces: Map<string, AuthorExports>,
  ): void {
    if (!(statement instanceof assemblyscript.ExportStatement)) return
    const { internalPath, members } = statement
    const other = internalPath === null ? undefined : this.find(internalPath)
    if (members === null) for (const [name, each] of other?.named ?? []) named.set(name, each)
    for (const { localName, exportedName } of members ?? []) {
      const found = internalPath === null ? declared.get(localName.text) : other?.named.get(localName.text)
      if (found !== undefined) named.set(exportedName.text, { ...found, name: exportedName.text })
      const imported = internalPath === null ? importedNamespace(source, localName.text) : undefined
      const namespace = imported === undefined ? undefined : this.find(imported)
      if (namespace !== undefined) namespaces.set(exportedName.text, namespace)
    }
  }
}

function declarationsOf(source: assemblyscript.Source): Map<string, AuthorExport> {
  const found = new Map<string, AuthorExport>()
  for (const node of source.statements) {
    if (!(node instanceof assemblyscript.DeclarationStatement)) continue
    const { text } = node.name
    const isAsync = node instanceof assemblyscript.FunctionDeclaration && text.endsWith(asyncSuffix)
    const name = isAsync ? text.slice(0, -asyncSuffix.length) : text
    if (isAsync || !found.has(name)) found.set(name, { name, declaredName: name, node, isAsync })
  }
  return found
}

/** The path behind `import * as name from 'path'`. */
function importedNamespace(source: assemblyscript.Source, name: string): string | undefined {
  const found = source.statements.find(
    (each) => each instanceof assemblyscript.ImportStatement && each.namespaceName?.text === name,
  )
  return (found as assemblyscript.ImportStatement | undefined)?.internalPath
}
