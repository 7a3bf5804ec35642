import type { AliasDefinition, Sort } from '@weft/wasm-binary'
import type { CoreExternType } from '../core-types/core-types.js'
import { addDefinition } from './externs.js'
import { freeResourcesOf } from './free-resources.js'
import type { Scope } from './scope.js'

/** An alias, which takes an index of its sort: Binary.md, `alias`. */
export function addAlias(scope: Scope, alias: AliasDefinition): void {
  if (scope.kind !== 'component' && !isAllowedInTypes(alias))
    scope.fail('aliases in a component or instance type may only refer to types or instances')
  const { sort, target } = alias
  if (target.kind === 'outer') aliasOuter(scope, sort, target.count, target.index)
  else if (target.kind === 'export') aliasExport(scope, sort, target.instance, target.name)
  else aliasCoreExport(scope, sort, target.instance, target.name)
}

function isAllowedInTypes({ sort, target }: AliasDefinition): boolean {
  if (target.kind === 'export') return sort === 'type' || sort === 'instance'
  return target.kind === 'outer' && (sort === 'type' || sort === 'core type')
}

const nouns: Partial<Record<Sort, string>> = { 'core module': 'module' }

function aliasExport(scope: Scope, sort: Sort, instance: number, name: string): void {
  const extern = scope.instances.at(instance).exports.get(name)
  if (extern === undefined) scope.fail(`instance ${instance} has no export named \`${name}\``)
  if (extern.sort !== sort)
    scope.fail(`export \`${name}\` for instance ${instance} is not a ${nouns[sort] ?? sort}`)
  addDefinition(scope, extern, false)
}

const coreKinds: Partial<Record<Sort, CoreExternType['kind']>> = {
  'core func': 'func',
  'core table': 'table',
  'core memory': 'memory',
  'core global': 'global',
  'core tag': 'tag',
}

function aliasCoreExport(scope: Scope, sort: Sort, instance: number, name: string): void {
  const extern = scope.coreInstances.at(instance).get(name)
  if (extern === undefined) scope.fail(`core instance ${instance} has no export named \`${name}\``)
  if (extern.kind !== coreKinds[sort]) {
    const noun = sort === 'core func' ? 'function' : sort.replace('core ', '')
    scope.fail(`export \`${name}\` for core instance ${instance} is not a ${noun}`)
  }
  addCoreDefinition(scope, extern)
}

function addCoreDefinition(scope: Scope, extern: CoreExternType): void {
  switch (extern.kind) {
    case 'func':
      scope.coreFunctions.push(extern.type)
      break
    case 'table':
      scope.coreTables.push(extern.type)
      break
    case 'memory':
      scope.coreMemories.push(extern.type)
      break
    case 'global':
      scope.coreGlobals.push(extern.type)
      break
    case 'tag':
      scope.coreTags.push(extern.type)
  }
}

function aliasOuter(scope: Scope, sort: Sort, count: number, index: number): void {
  const outer = scope.outer(count)
  switch (sort) {
    case 'core module':
      scope.coreModules.push(outer.coreModules.at(index))
      break
    case 'core type':
      scope.coreTypes.push(outer.coreTypes.at(index))
      break
    case 'component':
      scope.components.push(outer.components.at(index))
      break
    case 'type':
      aliasOuterType(scope, outer, count, index)
      break
    default:
      scope.fail(`a ${sort} of an outer component cannot be aliased`)
  }
}

/** A component can be taken out of the one around it, so that it cannot use types that are new in each instance. */
function aliasOuterType(scope: Scope, outer: Scope, count: number, index: number): void {
  const type = outer.types.at(index)
  const leavesComponent = count > 0 && scope.outer(count - 1).kind === 'component'
  if (leavesComponent && freeResourcesOf(type).size > 0)
    scope.fail(
      'cannot alias outer type which transitively refers to resources not defined in the current component',
    )
  scope.types.push(type)
}
