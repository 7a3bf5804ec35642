import type { EmbedFailure } from './embed-world.js'
import type { ScannedItem, ScannedName, ScannedPart, ScannedScope, ScannedWorld } from './scanned.js'
import { errorAt, type WitError, type WitSpot } from './wit-error.js'
import type { WitPackage } from './wit-package.js'

const quoted = /`([^`]+)`|'([^']+)'|\[([^\]]+)\]/g

/** Says where in the files that is which wasm-tools refused. It only names it. */
export function explainFailure(
  failure: EmbedFailure,
  packages: readonly WitPackage[],
  world: ScannedWorld,
): WitError {
  const problem = failure.message.trim()
  const parts = packages.flatMap((one) => one.parts)
  for (const match of problem.matchAll(quoted)) {
    const name = match.slice(1).find((group) => group !== undefined) ?? ''
    const spot = findSpot(problem, name, parts, world)
    if (spot !== undefined) return errorAt(spot, problem, { cause: failure })
  }
  return errorAt(world, `${problem}, somewhere in the world \`${world.name}\` or what it names`, {
    cause: failure,
  })
}

function findSpot(
  problem: string,
  name: string,
  parts: readonly ScannedPart[],
  world: ScannedWorld,
): WitSpot | undefined {
  const isMissing = /not exist|not found|not defined/.test(problem)
  const isTwice = /more than once|duplicate|already|shadows|conflicts/.test(problem)
  // What is there twice by way of an `include` is to be seen in the world that was asked for.
  const scopes = [world, ...parts.flatMap(scopesOf)]
  if (isMissing) {
    const unresolved = scopes.flatMap(({ items, references }) =>
      references.filter((one) => one.name === name && !items.some((item) => isDeclaredType(item, name))),
    )
    if (unresolved[0] !== undefined) return unresolved[0]
  }
  if (problem.includes('kebab-name')) return parts.flatMap(renamesOf).find((one) => one.name === name)
  const declared = scopes.map(({ items }) => items.filter((item) => item.name === name))
  if (isTwice) {
    const second = declared.find((items) => items.length > 1)?.[1]
    if (second !== undefined) return second
  }
  return pathTo(name, parts) ?? (isMissing ? undefined : declared.flat()[0]) ?? tokenOf(name, parts)
}

function isDeclaredType({ kind, name }: ScannedItem, wanted: string): boolean {
  return name === wanted && !['func', 'interface', 'path'].includes(kind)
}

/** All scopes of a part, those written out in worlds among them. */
function scopesOf({ interfaces, worlds }: ScannedPart): ScannedScope[] {
  const inline = worlds.flatMap(({ items }) => items.flatMap((item) => item.inline ?? []))
  return [...interfaces, ...worlds, ...inline]
}

function renamesOf({ worlds }: ScannedPart): readonly ScannedName[] {
  return worlds.flatMap(({ includes }) => includes.flatMap(({ renames }) => renames))
}

/** Where a package is named, for what is said of whole packages. */
function pathTo(name: string, parts: readonly ScannedPart[]): ScannedName | undefined {
  const path = parts.flatMap(({ paths }) => paths).find((one) => one.package === name)
  return path ?? parts.find((part) => part.package?.name === name)?.package
}

function tokenOf(name: string, parts: readonly ScannedPart[]): WitSpot | undefined {
  for (const { file, tokens, bodies } of parts) {
    for (const [first, end] of bodies) {
      const token = tokens.slice(first, end).find(({ text }) => text === name || text === `%${name}`)
      if (token !== undefined) return { file, offset: token.start }
    }
  }
  return undefined
}
