import { findAlias } from './needed-packages.js'
import type {
  ScannedInterface,
  ScannedItem,
  ScannedPart,
  ScannedPath,
  ScannedScope,
  ScannedWorld,
} from './scanned.js'
import type { WitPackage } from './wit-package.js'
import type { Scope } from './world.js'

/** What the text says about a scope and what is in it. */
export interface DocsOfScope {
  readonly docs?: string | undefined
  item(name: string): DocsOfItem | undefined
}

interface DocsOfItem {
  readonly docs?: string | undefined
  member(name: string): string | undefined
}

type Direction = Scope['direction']

/** Finds the documentation of what a world is made of. */
export class DocsFinder {
  readonly world: ScannedWorld
  private readonly packages: readonly WitPackage[]

  constructor(packages: readonly WitPackage[], world: ScannedWorld) {
    this.packages = packages
    this.world = world
  }

  /** By the name in binaries: that of an interface, or the plain one that `implements` an interface or none. */
  ofInterface(name: string, direction: Direction, implemented: string | undefined): DocsOfScope {
    const item = name.includes('/') ? undefined : this.worldItem(this.world, name, direction)
    const declared = item?.inline === undefined ? this.interface(implemented ?? name) : undefined
    const scope = item?.inline ?? declared
    return { docs: item?.docs ?? declared?.docs, item: (of) => docsOf(scope && findItem(scope, of)) }
  }

  /** Of what the world declares outside of interfaces. */
  ofWorld(direction: Direction): DocsOfScope {
    return { docs: this.world.docs, item: (name) => docsOf(this.worldItem(this.world, name, direction)) }
  }

  private interface(name: string): ScannedInterface | undefined {
    const [, packageName, own, version = ''] = /^([^/]+)\/([^@]+)(@.*)?$/.exec(name) ?? []
    const found = this.packages.find((one) => one.name === `${packageName}${version}`)
    return found?.parts.flatMap(({ interfaces }) => interfaces).find((one) => one.name === own)
  }

  private worldItem(world: ScannedWorld, name: string, direction: Direction): ScannedItem | undefined {
    const own = findItem(world, name, direction)
    if (own !== undefined) return own
    for (const { path, renames } of world.includes) {
      const included = this.includedWorld(path, world)
      if (included === undefined) continue
      const original = renames.find(({ renamed }) => renamed === name)?.name ?? name
      const found = this.worldItem(included, original, direction)
      if (found !== undefined) return found
    }
    return undefined
  }

  private includedWorld(path: ScannedPath, from: ScannedWorld): ScannedWorld | undefined {
    const [own, part] = this.placeOf(from)
    const { package: name = own?.name, name: world } = (part && findAlias(path, part)) ?? path
    const found = this.packages.find((one) => one.name === name)
    return found?.parts.flatMap(({ worlds }) => worlds).find((one) => one.name === world)
  }

  private placeOf(world: ScannedWorld): readonly [WitPackage, ScannedPart] | [] {
    for (const one of this.packages) {
      const part = one.parts.find(({ worlds }) => worlds.includes(world))
      if (part !== undefined) return [one, part]
    }
    return []
  }
}

function findItem({ items }: ScannedScope, name: string, direction?: Direction): ScannedItem | undefined {
  return items.find(
    (item) => item.name === name && (item.direction === undefined || item.direction === direction),
  )
}

function docsOf(item: ScannedItem | undefined): DocsOfItem | undefined {
  return item && { docs: item.docs, member: (name) => item.members.find((one) => one.name === name)?.docs }
}
