import type { ComponentCoreType, Declaration, DefinedType, ResourceTypeDefinition } from '@weft/wasm-binary'
import { addAlias } from './alias.js'
import { CoreModule } from './core-module.js'
import { defineType } from './define-type.js'
import type { DeclaredType, InstanceItem, Item, Provide } from './elements.js'
import type { Machine } from './machine.js'
import { Scope } from './scope.js'
import { wantedOf } from './wanted.js'

export interface Providers {
  readonly import: Provide
  readonly export: Provide
}

/**
 * Goes through a component type or instance type: what `providers` give for its imports and exports is what later
 * declarations refer to. Returns the exports.
 */
export function walkType(type: DeclaredType, machine: Machine, providers: Providers): InstanceItem {
  const scope = new Scope(type.scope)
  for (const declaration of type.declarations) {
    machine.count()
    scope.offset = declaration.offset
    declare(scope, declaration, machine, providers)
  }
  return { exports: scope.exports }
}

function declare(scope: Scope, declaration: Declaration, machine: Machine, providers: Providers): void {
  switch (declaration.kind) {
    case 'core-type':
      addCoreType(scope, declaration.type)
      break
    case 'type':
      scope.add('type', defineType(scope, withoutResource(scope, declaration.type)))
      break
    case 'alias':
      addAlias(scope, declaration, machine)
      break
    case 'import':
      addItem(scope, providers.import(declaration.name, wantedOf(scope, declaration.type)))
      break
    case 'export': {
      const item = providers.export(declaration.name, wantedOf(scope, declaration.type))
      scope.exports.set(declaration.name, item)
      addItem(scope, item)
      break
    }
  }
}

/** Gives an item the next index of its sort. */
export function addItem(scope: Scope, item: Item): void {
  scope.add(item.sort, item.value)
}

export function addCoreType(scope: Scope, type: ComponentCoreType): void {
  if (type.kind === 'module') {
    const module = new CoreModule(undefined, { declarations: type.declarations, scope })
    scope.add('core type', { kind: 'module', module })
  } else {
    const group = type.group.types
    for (const each of group)
      scope.add('core type', { kind: 'type', type: each, group, scope, index: scope.next('core type') })
  }
}

function withoutResource(scope: Scope, type: DefinedType): Exclude<DefinedType, ResourceTypeDefinition> {
  return type.kind === 'resource' ? scope.fail('resource types are not allowed in types') : type
}
