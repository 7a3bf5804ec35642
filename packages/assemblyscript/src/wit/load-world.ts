import { builtInPackages } from './built-in-packages.js'
import { chooseWorld } from './choose-world.js'
import { composeSource } from './compose-source.js'
import { EmbedFailure, embedWorld } from './embed-world.js'
import { explainFailure } from './explain-failure.js'
import { DocsFinder } from './find-docs.js'
import { neededPackages } from './needed-packages.js'
import { type PackageLayer, PackageLibrary } from './package-library.js'
import { readFiles } from './read-files.js'
import { resolveWorld } from './resolve-world.js'
import { scanFile } from './scan-file.js'
import type { ScannedFile, ScannedWorld } from './scanned.js'
import { WitError } from './wit-error.js'
import { packagesOf, type WitPackage } from './wit-package.js'
import type { LoadedWorld, WitFile } from './world.js'

export interface LoadWorldOptions {
  /** A `.wit` file, or a folder of them. Packages that they name are looked for in `deps` beside the files. */
  readonly path: string
  /** The world's name, or `ns:package/world@1.2.3` for one of another package; not needed if there is only one. */
  readonly world?: string | undefined
}

/** Reads WIT files and resolves a world of theirs. Throws `WitError` for all that can be wrong with them. */
export async function loadWorld({ path, world }: LoadWorldOptions): Promise<LoadedWorld> {
  const { main, dependencies, dependencyFolder } = await readFiles(path)
  const layer = () => Promise.resolve(dependencyLayer(dependencies, dependencyFolder))
  return load(main.map(scanFile), layer, path, world)
}

/**
 * Like `loadWorld`, for texts in memory: those without a package of their own, and those of the package that is
 * declared first, are the main package.
 */
export async function loadWorldFromText(files: readonly WitFile[], world?: string): Promise<LoadedWorld> {
  const scanned = files.map(scanFile)
  const mainName = scanned.find(({ own }) => own.package !== undefined)?.own.package?.name
  const packageName = ({ own }: ScannedFile) => own.package?.name ?? mainName
  const groups = Map.groupBy(scanned, packageName)
  const main = groups.get(mainName) ?? []
  groups.delete(mainName)
  const packages = [...groups.values()].flatMap(allPackages)
  const layer = () => Promise.resolve({ source: 'given', packages })
  return load(main, layer, files[0]?.path ?? 'no files', world)
}

async function load(
  files: readonly ScannedFile[],
  dependencies: () => Promise<PackageLayer>,
  location: string,
  worldName: string | undefined,
): Promise<LoadedWorld> {
  const { own, nested } = packagesOf(files)
  if (own === undefined) {
    throw new WitError(
      'there is nothing but nested packages; begin with a line like `package example:guest;`',
      {
        file: location,
      },
    )
  }
  const ownLayer = { source: 'in the files', packages: [own, ...nested] }
  const library = new PackageLibrary([() => Promise.resolve(ownLayer), dependencies, builtInPackages])
  const chosen = await chooseWorld(own, worldName, library, location)
  const packages = await neededPackages([own, ...nested, chosen.package], library)
  const witSource = composeSource(packages)
  const component = await embedWorld(witSource, chosen.name).catch((error: unknown) => {
    throw error instanceof EmbedFailure ? explainFailure(error, packages, chosen.world) : error
  })
  return finish(component, packages, chosen.world, witSource)
}

function dependencyLayer(dependencies: readonly (readonly WitFile[])[], folder: string): PackageLayer {
  const packages: WitPackage[] = []
  const failures: WitError[] = []
  for (const files of dependencies) {
    try {
      packages.push(...allPackages(files.map(scanFile)))
    } catch (error) {
      if (!(error instanceof WitError)) throw error
      // Only of interest to those who need the package.
      failures.push(error)
    }
  }
  return { source: `in ${folder}`, packages, failures }
}

function allPackages(files: readonly ScannedFile[]): WitPackage[] {
  const { own, nested } = packagesOf(files)
  return own === undefined ? nested : [own, ...nested]
}

function finish(
  component: Uint8Array,
  packages: readonly WitPackage[],
  world: ScannedWorld,
  witSource: string,
): LoadedWorld {
  const files = new Set(packages.flatMap(({ parts }) => parts.map(({ file }) => file)))
  return { world: resolveWorld(component, new DocsFinder(packages, world)), witSource, files: [...files] }
}
