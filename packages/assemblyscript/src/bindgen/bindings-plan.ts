import type { NamedType, Resource, Scope, WitFunction, World } from '../wit/world.js'
import { camelCase, pascalCase } from './case-names.js'
import { NameScope } from './name-scope.js'
import { reservedNames } from './reserved-names.js'
import { identityOf } from './type-key.js'

/** What has names in generated files. */
export type Entity = NamedType | Resource | WitFunction

/** A generated file before it is written. */
export interface FilePlan {
  /** Relative to the folder of the bindings, without extension. */
  readonly path: string
  readonly names: NameScope
}

const interfaceName = /^(?:(?<namespace>[^:/]+):(?<package>[^/]+)\/)?(?<name>[^@]+)(?:@(?<version>.+))?$/

/** Says which file everything of a world goes to, and what it is called there. */
export class BindingsPlan {
  readonly world: World
  readonly worldFile: FilePlan
  readonly streamsFile: FilePlan
  private readonly files = new Map<Scope, FilePlan>()
  private readonly homes = new Map<Entity, FilePlan>()
  private readonly scopes = new Map<Entity, Scope>()
  private readonly resources = new Map<WitFunction, Resource>()

  constructor(world: World) {
    this.world = world
    const paths = new NameScope(['streams', 'lent'])
    this.streamsFile = createFilePlan('streams')
    this.worldFile = createFilePlan(paths.claimOnce(worldName(world)))
    for (const scope of this.allScopes) this.files.set(scope, this.planFile(scope, paths))
    for (const scope of this.allScopes) this.nameDeclarations(scope)
  }

  get allScopes(): readonly Scope[] {
    return [...this.world.imports, ...this.world.exports]
  }

  fileOf(scope: Scope): FilePlan {
    return this.files.get(scope)!
  }

  homeOf(entity: Entity): FilePlan {
    const home = this.homes.get(entity)
    if (home === undefined) throw new Error(`${entity.name} belongs to no interface of ${this.world.name}`)
    return home
  }

  scopeOf(entity: Entity): Scope {
    return this.scopes.get(entity)!
  }

  /** The resource that a method, static function or constructor belongs to. */
  resourceOf(function_: WitFunction): Resource | undefined {
    return this.resources.get(function_)
  }

  /** What an entity is called in its home file; `decorate` makes the name of something derived from it. */
  nameOf(entity: Entity, role = '', decorate = (name: string): string => name): string {
    const { names } = this.homeOf(entity)
    const own = names.find(`${identityOf(entity)}`) ?? plainName(entity)
    return names.claim(`${role}${identityOf(entity)}`, decorate(own))
  }

  private planFile(scope: Scope, paths: NameScope): FilePlan {
    if (!scope.isInterface) return this.worldFile
    const side = scope.direction === 'import' ? this.world.imports : this.world.exports
    const clashes = side.some((other) => other !== scope && baseName(other) === baseName(scope))
    const version = interfaceName.exec(scope.name)?.groups?.version
    const suffix = clashes && version !== undefined ? `-${version.replaceAll(/[^0-9A-Za-z]+/g, '-')}` : ''
    const folder = scope.direction === 'export' ? 'exports/' : ''
    return createFilePlan(paths.claimOnce(`${folder}${baseName(scope)}${suffix}`))
  }

  /** Declared names come first, so that nothing that is derived takes theirs. */
  private nameDeclarations(scope: Scope): void {
    const file = this.fileOf(scope)
    for (const type of scope.types) {
      this.register(type, scope, file)
      const suffix = type.kind === 'resource' && scope.direction === 'export' ? 'Resource' : ''
      file.names.claim(`${identityOf(type)}`, pascalCase(type.name) + suffix)
      if (type.kind === 'resource') this.registerMembers(type, scope, file)
    }
    for (const function_ of scope.functions) {
      this.register(function_, scope, file)
      if (scope.direction === 'import')
        file.names.claim(`${identityOf(function_)}`, camelCase(function_.name))
    }
    this.nameDerived(scope)
  }

  /** Names that generated code adds for authors. */
  private nameDerived(scope: Scope): void {
    for (const type of scope.types) {
      if (type.kind === 'resource') continue
      if (type.body.kind === 'variant') this.nameOf(type, 'tag', (name) => `${name}Tag`)
      for (const codec of ['load', 'store', 'loadFlat', 'storeFlat'])
        this.nameOf(type, codec, (name) => `${codec}$${name}`)
    }
    for (const function_ of functionsOf(scope)) {
      if (!function_.async) continue
      const longName = this.longName(function_)
      if (scope.direction === 'export') this.nameOf(function_, 'return', () => `return${longName}`)
      else this.nameOf(function_, 'call', () => `${longName}Call`)
    }
  }

  /** `CounterIncrement` for a method, in PascalCase like all that is derived from it. */
  longName(function_: WitFunction): string {
    const resource = this.resources.get(function_)
    return (resource === undefined ? '' : pascalCase(resource.name)) + pascalCase(function_.name)
  }

  private registerMembers(resource: Resource, scope: Scope, file: FilePlan): void {
    for (const function_ of resource.functions) {
      this.register(function_, scope, file)
      this.resources.set(function_, resource)
    }
  }

  private register(entity: Entity, scope: Scope, file: FilePlan): void {
    this.homes.set(entity, file)
    this.scopes.set(entity, scope)
  }
}

/** All functions of a scope, those of its resources among them, in the order of numbers for exports. */
export function functionsOf({ functions, types }: Scope): readonly WitFunction[] {
  return [...functions, ...types.flatMap((type) => (type.kind === 'resource' ? type.functions : []))]
}

/** A file without names yet. */
export function createFilePlan(path: string): FilePlan {
  return { path, names: new NameScope(reservedNames) }
}

function plainName(entity: Entity): string {
  return 'kind' in entity ? pascalCase(entity.name) : camelCase(entity.name)
}

/** `example-filter` of `weft:demo/example-filter@1.0.0`. */
function worldName({ name }: World): string {
  return interfaceName.exec(name)?.groups?.name ?? name
}

function baseName({ name }: Scope): string {
  const { namespace, package: package_, name: own = name } = interfaceName.exec(name)?.groups ?? {}
  return [namespace, package_, own]
    .filter((part) => part !== undefined)
    .join('-')
    .replaceAll(/[:/]/g, '-')
}
