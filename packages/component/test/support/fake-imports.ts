import { camelCase } from '@weft/abi'
import { parseFunctionName, pascalCase } from '../../src/host/names.js'
import type { ExternDescription } from '../../src/index.js'

/** Imports of the described names whose functions return undefined. */
export function fakeImports(
  externs: readonly ExternDescription[],
  classes = new Map<string, new () => object>(),
): Record<string, unknown> {
  const imports: Record<string, unknown> = {}
  for (const extern of externs) {
    if (extern.kind === 'resource') {
      const known = classes.get(extern.resource) ?? class {}
      classes.set(extern.resource, known)
      imports[pascalCase(extern.name)] = known
    }
    if (extern.kind === 'instance') imports[extern.name] = fakeImports(extern.exports, classes)
    if (extern.kind === 'module') imports[extern.name] = new WebAssembly.Module(emptyModule)
  }
  for (const { kind, name } of externs) if (kind === 'func') addFunction(imports, name)
  return imports
}

const emptyModule = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)

function addFunction(imports: Record<string, unknown>, name: string): void {
  const { kind, label, resource } = parseFunctionName(name)
  const owner = imports[pascalCase(resource)] as Record<string, unknown> & {
    prototype: Record<string, unknown>
  }
  const home = kind === 'function' ? imports : kind === 'method' ? owner?.prototype : owner
  if (home !== undefined && kind !== 'constructor')
    Object.defineProperty(home, camelCase(label), { value: () => undefined, configurable: true })
}
