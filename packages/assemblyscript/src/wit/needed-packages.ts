import type { PackageLibrary } from './package-library.js'
import type { ScannedPart, ScannedPath } from './scanned.js'
import { errorAt } from './wit-error.js'
import { declaredNames, findDeclared, type WitPackage } from './wit-package.js'

/**
 * The packages and all that they name, however indirectly, in the order in which they are named. Throws `WitError` for
 * paths that lead nowhere.
 */
export async function neededPackages(
  roots: readonly WitPackage[],
  library: PackageLibrary,
): Promise<WitPackage[]> {
  const needed = new Set(roots)
  // The set grows while it is read.
  for (const one of needed) {
    for (const part of one.parts) {
      for (const path of part.paths) needed.add(await packageOfPath(path, part, one, library))
    }
  }
  return [...needed]
}

async function packageOfPath(
  path: ScannedPath,
  part: ScannedPart,
  own: WitPackage,
  library: PackageLibrary,
): Promise<WitPackage> {
  const { package: name } = path
  if (name === own.name) {
    throw errorAt(path, `\`${name}\` is this package itself; write \`${path.name}\` alone`)
  }
  if (name === undefined && findAlias(path, part) !== undefined) return own
  const found = name === undefined ? own : await library.find({ ...path, package: name })
  if (findDeclared(found, path.name) !== undefined) return found
  const known = declaredNames(found).join(', ') || 'nothing'
  throw errorAt(
    path,
    `the package \`${found.name}\` has no interface or world \`${path.name}\`; it declares ${known}`,
  )
}

/** The path that a top-level `use` gives a name of its own; such a `use` itself sees no others. */
export function findAlias(path: ScannedPath, { topLevelUses }: ScannedPart): ScannedPath | undefined {
  if (path.package !== undefined || topLevelUses.some((use) => use.path === path)) return undefined
  return topLevelUses.find(({ name }) => name === path.name)?.path
}
