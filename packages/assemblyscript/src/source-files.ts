import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { libraryFiles } from 'assemblyscript/asc'

const libraryPrefix = '~lib/'
const ownPackage = '@weft/assemblyscript'
const ownRoot = path.dirname(fileURLToPath(import.meta.resolve(`${ownPackage}/package.json`)))
const packagePattern = /^~lib\/((?:@[^/]+\/)?[^/]+)(?:\/(.+))?$/
const standardLibrary = libraryFiles as unknown as Readonly<Record<string, string>>

/** True for the path of a source or a WIT file that comes with this package. */
export function isOwnFile(file: string): boolean {
  return ['assembly', 'wit'].some((folder) => file.startsWith(path.join(ownRoot, folder) + path.sep))
}

/** A source text with the name that the compiler knows it by. */
export interface SourceFile {
  /** Path relative to the folder of the guest's entry, or a `~lib/…` name; with its extension. */
  readonly name: string
  readonly text: string
}

/** Finds the files that a guest imports: its own, those of npm packages, this package's, and the standard library. */
export class SourceFiles {
  readonly baseFolder: string
  private readonly realPaths = new Map<string, string>()
  private readonly given: ReadonlyMap<string, string>

  /** `given`: texts by the names of their files, which are found before any other. */
  constructor(baseFolder: string, given: ReadonlyMap<string, string> = new Map()) {
    this.baseFolder = baseFolder
    this.given = given
  }

  /** The absolute path of a source file by its `name`; undefined for the standard library. */
  realPath(name: string): string | undefined {
    return this.realPaths.get(name)
  }

  /** The absolute paths of all files that were found so far. */
  get found(): readonly string[] {
    return [...this.realPaths.values()]
  }

  /** The standard library's files that every program has without importing them. */
  standardGlobals(): SourceFile[] {
    return Object.entries(standardLibrary)
      .filter(([name]) => !name.includes('/'))
      .map(([name, text]) => ({ name: `${libraryPrefix}${name}.ts`, text }))
  }

  /** `importName` is a file's name without extension; `importer` the name, without extension, of who wants it. */
  find(importName: string, importer?: string): SourceFile | undefined {
    for (const name of [`${importName}.ts`, `${importName}/index.ts`]) {
      const text = this.given.get(name)
      if (text !== undefined) return { name, text }
    }
    if (!importName.startsWith(libraryPrefix))
      return this.read(importName, path.resolve(this.baseFolder, importName))
    const standardName = importName.slice(libraryPrefix.length)
    for (const name of [standardName, `${standardName}/index`]) {
      const text = Object.hasOwn(standardLibrary, name) ? standardLibrary[name] : undefined
      if (text !== undefined) return { name: `${libraryPrefix}${name}.ts`, text }
    }
    return this.findInPackages(importName, importer)
  }

  private findInPackages(importName: string, importer: string | undefined): SourceFile | undefined {
    const [, packageName, filePath = 'index'] = packagePattern.exec(importName) ?? []
    if (packageName === undefined) return undefined
    if (packageName === ownPackage) return this.read(importName, path.join(ownRoot, filePath))
    const importerPath = importer === undefined ? undefined : this.realPaths.get(`${importer}.ts`)
    let folder = importerPath === undefined ? this.baseFolder : path.dirname(importerPath)
    for (;;) {
      const found = this.read(importName, path.join(folder, 'node_modules', packageName, filePath))
      const parent = path.dirname(folder)
      if (found !== undefined || parent === folder) return found
      folder = parent
    }
  }

  private read(name: string, location: string): SourceFile | undefined {
    for (const suffix of ['.ts', '/index.ts']) {
      const text = readText(location + suffix)
      if (text === undefined) continue
      this.realPaths.set(name + suffix, location + suffix)
      return { name: name + suffix, text }
    }
    return undefined
  }
}

function readText(location: string): string | undefined {
  try {
    return readFileSync(location, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') return undefined
    throw error
  }
}
