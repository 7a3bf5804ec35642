import type { PackageLibrary } from './package-library.js'
import type { ScannedWorld } from './scanned.js'
import { WitError } from './wit-error.js'
import { declaredNames, type WitPackage } from './wit-package.js'

interface ChosenWorld {
  readonly package: WitPackage
  readonly world: ScannedWorld
  /** `ns:package/world@1.2.3`. */
  readonly name: string
}

/** Finds the world of a name; without one, the only world of the main package. Throws `WitError` if there is none. */
export async function chooseWorld(
  main: WitPackage,
  name: string | undefined,
  library: PackageLibrary,
  location: string,
): Promise<ChosenWorld> {
  if (name === undefined) return onlyWorld(main, location)
  const { packageName, version = '', own = name } = splitName(name)
  const from = packageName === undefined ? [main] : await library.findNamed(`${packageName}${version}`)
  const [first, second] = from
  if (first === undefined)
    throw new WitError(library.notFound(`${packageName}${version}`), { file: location })
  if (second !== undefined) {
    const known = from.map((one) => `\`${one.name}\``).join(' and ')
    throw new WitError(`the world \`${name}\` could be of ${known}; add the version`, { file: location })
  }
  const world = first.parts.flatMap(({ worlds }) => worlds).find((one) => one.name === own)
  if (world !== undefined) return chosen(first, world)
  throw new WitError(`the package \`${first.name}\` has no world \`${own}\`; ${worldsOf(first)}`, {
    file: location,
  })
}

function onlyWorld(main: WitPackage, location: string): ChosenWorld {
  const [first, second] = main.parts.flatMap(({ worlds }) => worlds)
  if (first !== undefined && second === undefined) return chosen(main, first)
  const problem =
    first === undefined ? 'has no world' : 'has several worlds, and none was chosen; choose one by its name'
  throw new WitError(`the package \`${main.name}\` ${problem}; ${worldsOf(main)}`, { file: location })
}

function worldsOf(one: WitPackage): string {
  const names = declaredNames(one, 'worlds')
  return names.length === 0
    ? 'declare one, like `world guest { export run: func(); }`'
    : `there ${names.length === 1 ? 'is' : 'are'} ${names.map((name) => `\`${name}\``).join(', ')}`
}

function chosen(from: WitPackage, world: ScannedWorld): ChosenWorld {
  const [base, version] = from.name.split('@')
  const name = `${base}/${world.name}${version === undefined ? '' : `@${version}`}`
  return { package: from, world, name }
}

interface SplitName {
  readonly packageName?: string | undefined
  /** With its `@`. */
  readonly version?: string | undefined
  readonly own?: string | undefined
}

/** Takes `ns:package/world@1.2.3` apart; nothing comes of a plain name. */
function splitName(name: string): SplitName {
  return /^(?<packageName>[^/@]+:[^/@]+)\/(?<own>[^/@]+)(?<version>@.+)?$/.exec(name)?.groups ?? {}
}
