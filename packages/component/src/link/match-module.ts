import { LinkError } from '@weft/core'
import { coreExternMismatch, externText } from '../core-types/core-subtyping.js'
import type { CoreExtern, CoreModule } from './core-module.js'
import { CoreTypeTable } from './core-type-table.js'

/**
 * Checks that a core module imports no more and exports no less than what is wanted, of types that do. Throws a
 * `LinkError` that names the item behind `path`.
 */
export function matchModule(given: CoreModule, wanted: CoreModule, path: string): void {
  const table = new CoreTypeTable()
  const actual = given.type(table)
  const expected = wanted.type(table)
  for (const [name, extern] of expected.exports) {
    const found = actual.exports.get(name)
    if (!does(found, extern)) throw new LinkError(`${path}#${name}`, phrase(extern), phrase(found))
  }
  for (const [module, externs] of actual.imports)
    for (const [name, extern] of externs) {
      const found = expected.imports.get(module)?.get(name)
      // What is wanted of an import is what it will be given.
      if (!does(found, extern))
        throw new LinkError(`${path}#${module}.${name}`, phrase(found), phrase(extern))
    }
}

function does(given: CoreExtern | undefined, wanted: CoreExtern): boolean {
  if (given?.type === undefined || wanted.type === undefined) return given?.kind === wanted.kind
  return coreExternMismatch(given, wanted) === undefined
}

function phrase(extern: CoreExtern | undefined): string {
  if (extern === undefined) return 'nothing'
  return `a core ${extern.kind}${extern.type ? ` \`${externText(extern)}\`` : ''}`
}
