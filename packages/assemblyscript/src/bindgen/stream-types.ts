import type { NamedType, Resource, Scope, WitFunction, WitType, World } from '../wit/world.js'
import { functionsOf } from './bindings-plan.js'
import { camelCase, pascalCase } from './case-names.js'
import { moduleOf } from './core-names.js'
import { mentionedBy } from './mentioned-types.js'
import { NameScope } from './name-scope.js'
import { resolveAlias } from './resolve-alias.js'
import { typeKey, typeSpelling } from './type-key.js'

export type CopyType = Extract<WitType, { kind: 'stream' | 'future' }>

/** Where the intrinsics of a type of streams or futures come from: a function that mentions it, and its number there. */
interface IntrinsicSource {
  readonly module: string
  readonly functionName: string
  readonly index: number
}

interface StreamTypeNames {
  readonly className: string
  /** The function that returns the one object of the class. */
  readonly accessor: string
  readonly create: string
}

export interface WorldStreamType {
  readonly type: CopyType
  readonly names: StreamTypeNames
  /** Undefined for a type that only unused types mention. */
  readonly source?: IntrinsicSource | undefined
}

const worlds = new WeakMap<World, ReadonlyMap<string, WorldStreamType>>()

/** The distinct types of streams and futures of a world, by `typeKey`. */
export function streamTypesOf(world: World): ReadonlyMap<string, WorldStreamType> {
  const known = worlds.get(world)
  if (known !== undefined) return known
  const collected = collectStreamTypes(world)
  worlds.set(world, collected)
  return collected
}

function collectStreamTypes(world: World): ReadonlyMap<string, WorldStreamType> {
  const found = new Map<string, WorldStreamType>()
  const names = new NameScope([])
  const add = (type: CopyType, source?: IntrinsicSource) => {
    const key = typeKey(type)
    const known = found.get(key)
    if (known === undefined) found.set(key, { type, names: nameStreamType(type, names), source })
    // wit-component 0.259 takes strings for UTF-8 in streams and futures of functions that are in no interface.
    else if (known.source?.module.endsWith('$root') && source !== undefined)
      found.set(key, { ...known, source })
  }
  const scopes = [...world.imports, ...world.exports]
  for (const scope of scopes)
    for (const function_ of functionsOf(scope))
      copyTypesOf(function_).forEach((type, index) => {
        add(type, { ...sourceOf(scope, function_), index })
      })
  for (const { types } of scopes)
    for (const type of types) if (type.kind === 'type') visit({ kind: 'named', type }, (inner) => add(inner))
  return found
}

function sourceOf(scope: Scope, function_: WitFunction): Omit<IntrinsicSource, 'index'> {
  const prefix = scope.direction === 'export' ? '[export]' : ''
  return { module: prefix + moduleOf(scope), functionName: function_.externName }
}

/** All types of streams and futures that a function mentions, in the order in which component encoders number them. */
function copyTypesOf({ parameters, result }: WitFunction): readonly CopyType[] {
  const found: CopyType[] = []
  for (const { type } of parameters) visit(type, (inner) => found.push(inner))
  if (result !== undefined) visit(result, (inner) => found.push(inner))
  return found
}

function visit(type: WitType, found: (type: CopyType) => void): void {
  const resolved = resolveAlias(type)
  for (const part of mentionedBy(resolved)) visit(part, found)
  if (resolved.kind === 'stream' || resolved.kind === 'future') found(resolved)
}

/** With the interface that declares it. */
function qualifiedName({ name, scope }: NamedType | Resource): string {
  const interfaceName = (scope.name.split(/[/:]/).at(-1) ?? '').replace(/@.*/, '')
  return `${scope.direction === 'export' ? 'exported-' : ''}${interfaceName}-${name}`
}

function nameStreamType({ kind, element }: CopyType, names: NameScope): StreamTypeNames {
  const nameWith = (nameOf?: (declared: NamedType | Resource) => string) => {
    const words = element === undefined ? '' : typeSpelling(element, nameOf).replaceAll('_', 'none')
    return pascalCase(`${words}-${kind}`.replaceAll(/[^0-9A-Za-z]+/g, '-'))
  }
  const plain = nameWith()
  const base = names.claimOnce(names.has(plain) ? nameWith(qualifiedName) : plain)
  return {
    className: `${base}Type`,
    accessor: `${camelCase(base.charAt(0))}${base.slice(1)}Type`,
    create: `create${base}`,
  }
}
