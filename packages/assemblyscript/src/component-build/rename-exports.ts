import * as assemblyscript from 'assemblyscript'

/**
 * Gives exports of a file the names that their decorator `@component("…", …)` lists: names in binaries that no
 * identifier can be.
 */
export function renameExports(program: assemblyscript.Program, fileName: string): void {
  const exports = program.filesByName.get(fileName)?.exports
  for (const [key, element] of [...(exports ?? [])]) {
    const names = componentNames(element)
    if (names === undefined) continue
    exports!.delete(key)
    for (const name of names) exports!.set(name, element)
  }
}

function componentNames(element: assemblyscript.DeclaredElement): string[] | undefined {
  const decorator = element.declaration.decorators?.find(
    ({ name }) => name instanceof assemblyscript.IdentifierExpression && name.text === 'component',
  )
  return decorator?.args?.flatMap((argument) =>
    argument instanceof assemblyscript.StringLiteralExpression ? [argument.value] : [],
  )
}
