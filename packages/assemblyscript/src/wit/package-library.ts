import type { ScannedPath } from './scanned.js'
import { errorAt, formatPlace, placeOf, type WitError } from './wit-error.js'
import type { WitPackage } from './wit-package.js'

/** Packages from one source: the author's own, those in `deps`, or those that come with us. */
export interface PackageLayer {
  /** Where they come from, for messages. */
  readonly source: string
  readonly packages: readonly WitPackage[]
  /** What could not be read: only of interest if a package is not found. */
  readonly failures?: readonly WitError[]
}

/** Finds packages by name; earlier layers hide later ones. Layers are loaded when they are needed. */
export class PackageLibrary {
  private readonly loaders: (() => Promise<PackageLayer>)[]
  private readonly layers: PackageLayer[] = []

  constructor(loaders: readonly (() => Promise<PackageLayer>)[]) {
    this.loaders = [...loaders]
  }

  /** The package that a path names. Throws `WitError` if there is none, or two. */
  async find(path: ScannedPath & { readonly package: string }): Promise<WitPackage> {
    const found = await this.search(({ name }) => name === path.package)
    if (found.length > 1) throw errorAt(found[1]!.declaration, twice(found))
    if (found[0] !== undefined) return found[0]
    const failure = this.layers.flatMap(({ failures }) => failures ?? [])[0]
    if (failure !== undefined) throw failure
    throw errorAt(path, this.notFound(path.package))
  }

  /** The packages of the first layer that has any of this name; a name without a version stands for all versions. */
  async findNamed(name: string): Promise<readonly WitPackage[]> {
    return this.search((one) => one.name === name || (!name.includes('@') && one.name.startsWith(`${name}@`)))
  }

  /** A message about a package that none of the layers has. */
  notFound(name: string): string {
    const [base] = name.split('@')
    const known = this.layers.map(
      ({ source, packages }) => `${source}: ${packages.map((one) => one.name).join(', ') || 'none'}`,
    )
    const isOtherVersion = this.layers.some(({ packages }) =>
      packages.some((one) => one.name.split('@')[0] === base),
    )
    const advice = isOtherVersion
      ? 'versions must be equal to the last digit; name a version that is there, or put this one into `deps/`'
      : 'put it into a folder of `deps/`'
    return `there is no package \`${name}\`; ${advice}. Known packages: ${known.join('; ')}`
  }

  private async search(matches: (one: WitPackage) => boolean): Promise<readonly WitPackage[]> {
    for (let index = 0; ; index++) {
      const layer = this.layers[index] ?? (await this.loadNext())
      if (layer === undefined) return []
      const found = layer.packages.filter(matches)
      if (found.length > 0) return found
    }
  }

  private async loadNext(): Promise<PackageLayer | undefined> {
    const layer = await this.loaders.shift()?.()
    if (layer !== undefined) this.layers.push(layer)
    return layer
  }
}

function twice([first]: readonly WitPackage[]): string {
  const place = formatPlace(placeOf(first!.declaration))
  return `the package \`${first!.name}\` is in ${place} already; keep one of the two`
}
