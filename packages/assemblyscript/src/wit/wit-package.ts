import type { Declared, ScannedFile, ScannedInterface, ScannedPart, ScannedWorld } from './scanned.js'
import { errorAt, formatPlace, placeOf, WitError } from './wit-error.js'

/** A package of WIT, from all its files. */
export interface WitPackage {
  /** `ns:package@1.2.3`. */
  readonly name: string
  readonly declaration: Declared
  readonly parts: readonly ScannedPart[]
}

/** The interface or world of a package; undefined if there is none of that name. */
export function findDeclared(
  { parts }: WitPackage,
  name: string,
): ScannedInterface | ScannedWorld | undefined {
  for (const { interfaces, worlds } of parts) {
    const found = [...interfaces, ...worlds].find((declared) => declared.name === name)
    if (found !== undefined) return found
  }
  return undefined
}

/** The names of all interfaces and worlds, or of the worlds only. */
export function declaredNames({ parts }: WitPackage, only?: 'worlds'): string[] {
  return parts.flatMap(({ interfaces, worlds }) =>
    [...(only === 'worlds' ? [] : interfaces), ...worlds].map(({ name }) => name),
  )
}

/**
 * The packages of one folder, or of one file: the one that its files are about, if any, then those nested in them.
 * Throws `WitError` if the files name different packages, or none.
 */
export function packagesOf(files: readonly ScannedFile[]): {
  own: WitPackage | undefined
  nested: WitPackage[]
} {
  const nested = files.flatMap((file) => file.nested).map((part) => packageOf([part], part.package!))
  const parts = files.map(({ own }) => own)
  const declaration = parts.find((part) => part.package !== undefined)?.package
  if (declaration !== undefined) return { own: packageOf(parts, declaration), nested }
  const undeclared = parts.find(({ bodies, topLevelUses }) => bodies.length + topLevelUses.length > 0)
  if (undeclared === undefined) return { own: undefined, nested }
  throw new WitError(
    'no file says the name of its package; begin with a line like `package example:guest;`',
    {
      file: undeclared.file.path,
      line: 1,
      column: 1,
    },
  )
}

function packageOf(parts: readonly ScannedPart[], declaration: Declared): WitPackage {
  for (const { package: other } of parts) {
    if (other === undefined || other.name === declaration.name) continue
    throw errorAt(
      other,
      `the package is \`${other.name}\` here, but \`${declaration.name}\` in ${formatPlace(placeOf(declaration))}; ` +
        'files of one folder are one package; move the others below `deps/`',
    )
  }
  refuseTwice(parts)
  return { name: declaration.name, declaration, parts }
}

function refuseTwice(parts: readonly ScannedPart[]): void {
  const seen = new Map<string, Declared>()
  for (const declared of parts.flatMap(({ interfaces, worlds }) => [...interfaces, ...worlds])) {
    const first = seen.get(declared.name)
    if (first !== undefined) {
      const place = formatPlace(placeOf(first))
      throw errorAt(declared, `\`${declared.name}\` is declared in ${place} already; give it another name`)
    }
    seen.set(declared.name, declared)
  }
}
