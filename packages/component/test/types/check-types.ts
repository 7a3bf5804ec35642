import { resolve } from 'node:path'
import ts from 'typescript'

const folder = resolve(import.meta.dirname, 'virtual')
const options: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  isolatedModules: true,
  erasableSyntaxOnly: true,
  noEmit: true,
  types: ['node'],
  target: ts.ScriptTarget.ES2024,
  lib: ['lib.es2024.d.ts', 'lib.esnext.disposable.d.ts', 'lib.dom.d.ts', 'lib.dom.asynciterable.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  paths: { '@weft/component': [resolve(import.meta.dirname, '../../src/index.ts')] },
}

/** Files that are read once for all checks. */
const libraries = new Map<string, ts.SourceFile>()

/** What the compiler says of files, given as text by their names, which import each other as `./name.js`. */
export function checkTypes(files: Readonly<Record<string, string>>): readonly string[] {
  const texts = new Map(Object.entries(files).map(([name, text]) => [resolve(folder, name), text]))
  const program = ts.createProgram([...texts.keys()], options, hostWith(texts))
  return [...texts.keys()].flatMap((path) => {
    const file = program.getSourceFile(path)
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(format)
  })
}

function hostWith(texts: ReadonlyMap<string, string>): ts.CompilerHost {
  const host = ts.createCompilerHost(options)
  const { directoryExists, fileExists, getSourceFile, readFile } = host
  return {
    ...host,
    directoryExists: (path) => path === folder || directoryExists?.(path) !== false,
    fileExists: (path) => texts.has(path) || fileExists(path),
    readFile: (path) => texts.get(path) ?? readFile(path),
    getSourceFile: (path, version, ...rest) => {
      const text = texts.get(path)
      if (text !== undefined) return ts.createSourceFile(path, text, version)
      const file = libraries.get(path) ?? getSourceFile(path, version, ...rest)
      if (file !== undefined) libraries.set(path, file)
      return file
    },
  }
}

function format({ file, start = 0, messageText }: ts.Diagnostic): string {
  const message = ts.flattenDiagnosticMessageText(messageText, '\n')
  if (file === undefined) return message
  const { line } = file.getLineAndCharacterOfPosition(start)
  const name = file.fileName.slice(folder.length + 1)
  return `${name}:${line + 1}: ${message}\n  ${file.text.split('\n')[line]?.trim()}`
}
