import type { ComponentExternType, DefinedType } from '@weft/wasm-binary'
import { createFunction } from './create-function.js'
import type { DocsOfScope } from './find-docs.js'
import { isNominal, type Nominal, notUnderstood, type TypeEntry, type TypeSpace } from './type-space.js'
import type { NamedType, Resource, Scope, TypeBody, WitFunction } from './world.js'

/** Fills a scope from the declarations of its binary description. */
export class ScopeBuilder {
  readonly scope: Scope
  /** What the names of types stand for, for those who reach into the scope. */
  readonly names = new Map<string, TypeEntry>()
  private readonly space: TypeSpace
  private readonly docs: DocsOfScope
  private readonly types: (NamedType | Resource)[] = []
  private readonly uses: { name: string; type: NamedType | Resource }[] = []
  private readonly functions: WitFunction[] = []
  private readonly functionsOf = new Map<string, WitFunction[]>()

  constructor(place: Pick<Scope, 'name' | 'direction' | 'isInterface'>, space: TypeSpace, docs: DocsOfScope) {
    const { types, uses, functions } = this
    this.scope = { ...place, types, uses, functions, docs: docs.docs }
    this.space = space
    this.docs = docs
  }

  get isEmpty(): boolean {
    return this.types.length + this.uses.length + this.functions.length === 0
  }

  /** Takes a named type or function into the scope. */
  declare(name: string, type: ComponentExternType): void {
    if (type.sort === 'func') this.addFunction(name, type.type)
    else if (type.sort === 'type') {
      const entry = type.bound.kind === 'eq' ? this.nameType(name, type.bound.type) : this.addResource(name)
      this.space.add(entry)
      this.names.set(name, entry)
    } else throw notUnderstood(`a ${type.sort} in ${this.scope.name}`)
  }

  private addResource(name: string): TypeEntry {
    const functions: WitFunction[] = []
    const docs = this.docs.item(name)?.docs
    const resource: Resource = { kind: 'resource', name, docs, scope: this.scope, functions }
    this.functionsOf.set(name, functions)
    this.types.push(resource)
    return { kind: 'named', type: resource, resource, local: true }
  }

  private nameType(name: string, index: number): TypeEntry {
    const target = this.space.get(index)
    if (target.kind === 'named' && !target.local) {
      this.uses.push({ name, type: target.type })
      return { ...target, local: true }
    }
    const docs = this.docs.item(name)?.docs
    const body = this.bodyOf(name, target, index)
    const type: NamedType = { kind: 'type', name, docs, scope: this.scope, body }
    this.types.push(type)
    return {
      kind: 'named',
      type,
      resource: target.kind === 'named' ? target.resource : undefined,
      local: true,
    }
  }

  private bodyOf(name: string, target: TypeEntry, index: number): TypeBody {
    if (target.kind === 'defined' && isNominal(target.type)) return this.nominalBody(name, target.type)
    if (target.kind === 'named' && target.resource !== undefined) {
      return { kind: 'alias', type: { kind: 'own', resource: target.resource } }
    }
    return { kind: 'alias', type: this.space.valueType(index) }
  }

  private nominalBody(typeName: string, type: Nominal): TypeBody {
    const { space } = this
    const docs = (name: string) => this.docs.item(typeName)?.member(name)
    switch (type.kind) {
      case 'record': {
        const fields = type.fields.map(({ label, type }) => ({
          name: label,
          docs: docs(label),
          type: space.valueType(type),
        }))
        return { kind: 'record', fields }
      }
      case 'variant': {
        const cases = type.cases.map(({ label, type }) => ({
          name: label,
          docs: docs(label),
          type: space.optional(type),
        }))
        return { kind: 'variant', cases }
      }
      default:
        return { kind: type.kind, labels: type.labels.map((name) => ({ name, docs: docs(name) })) }
    }
  }

  private addFunction(externName: string, index: number): void {
    const type = this.space.definition(index, 'func')
    const { function: created, resource } = createFunction(externName, type, this.space, this.docs)
    const functions = resource === undefined ? this.functions : this.functionsOf.get(resource)
    if (functions === undefined) throw notUnderstood(`${externName} without its resource`)
    functions.push(created)
  }

  /** Takes a type that has no name here. */
  define(type: DefinedType): void {
    this.space.add({ kind: 'defined', type })
  }
}
