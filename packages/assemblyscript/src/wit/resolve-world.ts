import {
  type AliasDefinition,
  type Declaration,
  decodeComponent,
  type ExportDeclaration,
  type ImportDefinition,
} from '@weft/wasm-binary'
import type { DocsFinder } from './find-docs.js'
import { ScopeBuilder } from './scope-builder.js'
import { notUnderstood, type TypeEntry, TypeSpace } from './type-space.js'
import type { Scope, World } from './world.js'

/**
 * Makes a world from the component by which wasm-tools describes it (WIT.md, "Package format"): a component that holds
 * the type of a component, which exports the world as the type of another one.
 */
export function resolveWorld(component: Uint8Array, docs: DocsFinder): World {
  for (const definition of decodeComponent(component).definitions) {
    if (definition.kind !== 'type' || definition.type.kind !== 'component') continue
    const { declarations } = definition.type
    const exported = declarations.find((one) => one.kind === 'export')
    for (const declaration of declarations) {
      if (declaration.kind !== 'type' || declaration.type.kind !== 'component' || !exported) continue
      return new WorldBuilder(exported.name, docs).build(declaration.type.declarations)
    }
  }
  throw notUnderstood('no world in it')
}

class WorldBuilder {
  private readonly name: string
  private readonly docs: DocsFinder
  private readonly space = new TypeSpace()
  private readonly instances: ReadonlyMap<string, TypeEntry>[] = []
  private readonly interfaces: Record<Scope['direction'], Scope[]> = { import: [], export: [] }
  private readonly own: Record<Scope['direction'], ScopeBuilder>

  constructor(name: string, docs: DocsFinder) {
    this.name = name
    this.docs = docs
    const builder = (direction: Scope['direction']) =>
      new ScopeBuilder({ name, direction, isInterface: false }, this.space, docs.ofWorld(direction))
    this.own = { import: builder('import'), export: builder('export') }
  }

  build(declarations: readonly Declaration[]): World {
    for (const declaration of declarations) this.add(declaration)
    const scopes = (direction: Scope['direction']) => {
      const own = this.own[direction]
      return own.isEmpty ? this.interfaces[direction] : [...this.interfaces[direction], own.scope]
    }
    return {
      name: this.name,
      docs: this.docs.world.docs,
      imports: scopes('import'),
      exports: scopes('export'),
    }
  }

  private add(declaration: Declaration): void {
    if (declaration.kind === 'type') this.space.add({ kind: 'defined', type: declaration.type })
    else if (declaration.kind === 'alias')
      this.space.add(aliasedType(declaration, this.space, this.instances))
    else if (declaration.kind === 'core-type') throw notUnderstood('a core type')
    else if (declaration.type.sort === 'instance') this.addInterface(declaration, declaration.type.type)
    else this.own[declaration.kind].declare(declaration.name, declaration.type)
  }

  private addInterface(
    { kind: direction, name, attributes }: ImportDefinition | ExportDeclaration,
    type: number,
  ): void {
    const implemented = attributes.find(({ kind }) => kind === 'implements')?.value
    const space = new TypeSpace(this.space)
    const docs = this.docs.ofInterface(name, direction, implemented)
    const builder = new ScopeBuilder({ name, direction, isInterface: true }, space, docs)
    for (const declaration of this.space.definition(type, 'instance').declarations) {
      if (declaration.kind === 'type') builder.define(declaration.type)
      else if (declaration.kind === 'alias') space.add(aliasedType(declaration, space, []))
      else if (declaration.kind === 'export') builder.declare(declaration.name, declaration.type)
      else throw notUnderstood(`${declaration.kind} in ${name}`)
    }
    this.instances.push(builder.names)
    this.interfaces[direction].push(builder.scope)
  }
}

function aliasedType(
  { sort, target }: AliasDefinition,
  space: TypeSpace,
  instances: readonly ReadonlyMap<string, TypeEntry>[],
): TypeEntry {
  const entry = sort === 'type' ? aliased(target, space, instances) : undefined
  if (entry === undefined) throw notUnderstood('an alias')
  return entry.kind === 'named' ? { ...entry, local: false } : entry
}

function aliased(
  target: AliasDefinition['target'],
  space: TypeSpace,
  instances: readonly ReadonlyMap<string, TypeEntry>[],
): TypeEntry | undefined {
  if (target.kind === 'export') return instances[target.instance]?.get(target.name)
  if (target.kind !== 'outer') return undefined
  let from: TypeSpace | undefined = space
  for (let count = 0; count < target.count; count++) from = from?.outer
  return from?.get(target.index)
}
