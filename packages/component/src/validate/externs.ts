import type { ExternName } from '@weft/wasm-binary'
import { freeResources, namedResources } from './free-resources.js'
import { checkExternName } from './name-rules.js'
import type { Scope } from './scope.js'
import { withFreshResources } from './substitution.js'
import { combineInfo, infoOfExterns } from './type-info.js'
import type { ComponentType, ExternType, Resource } from './type-model.js'
import { makeVisible } from './visibility.js'

type Direction = 'import' | 'export'

const nouns = { 'core module': 'module' } as const

export function addImport(scope: Scope, name: ExternName, type: ExternType): void {
  const extern = introduce(scope, 'import', name.name, type)
  checkExternName(scope, 'import', name, extern)
  scope.imports.externs.set(name.name, extern)
}

/** An export takes an index of its sort, as an import does. */
export function addExport(scope: Scope, name: ExternName, type: ExternType): void {
  const extern = introduce(scope, 'export', name.name, type)
  checkExternName(scope, 'export', name, extern)
  scope.exports.externs.set(name.name, extern)
}

/** Gives an import or export its index and makes its resources and types known. */
function introduce(scope: Scope, direction: Direction, name: string, type: ExternType): ExternType {
  const list = direction === 'import' ? scope.imports : scope.exports
  const extern = ownResources(scope, direction, type)
  addDefinition(scope, extern, direction === 'export')
  if (extern.sort === 'type' && extern.type.kind === 'resource') list.resourceNames.set(extern.type, name)
  if (!makeVisible(scope, `${direction}s`, extern)) {
    const noun = extern.sort === 'core module' ? nouns[extern.sort] : extern.sort
    scope.fail(`${noun} not valid to be used as ${direction}`)
  }
  return extern
}

/** Resources that an import or export introduces belong to the scope: each instance has its own. */
function ownResources(scope: Scope, direction: Direction, extern: ExternType): ExternType {
  if (extern.sort === 'type' && extern.type.kind === 'resource' && extern.type === extern.bound)
    own(scope, direction, [extern.type.resource])
  if (extern.sort !== 'instance') return extern
  const { type, resources } = withFreshResources(extern.type)
  own(scope, direction, resources)
  return { sort: 'instance', type }
}

function own(scope: Scope, direction: Direction, resources: Iterable<Resource>): void {
  for (const resource of resources) {
    if (direction === 'import') scope.importedResources.add(resource)
    else scope.definedResources.set(resource, undefined)
  }
}

/** Adds a definition to the index space of its sort. */
export function addDefinition(scope: Scope, extern: ExternType, isUsed: boolean): void {
  switch (extern.sort) {
    case 'core module':
      scope.coreModules.push(extern.type)
      break
    case 'func':
      scope.functions.push(extern.type)
      break
    case 'value':
      scope.values.push({ type: extern.type, used: isUsed })
      break
    case 'type':
      scope.types.push(extern.type)
      break
    case 'instance':
      scope.instances.push(extern.type)
      break
    case 'component':
      scope.components.push(extern.type)
  }
}

/** The type of a component, or of a component type, once all of it is known. */
export function finishComponent(scope: Scope): ComponentType {
  const imports = scope.imports.externs
  const exports = scope.exports.externs
  const needed = freeResources(imports.values())
  for (const resource of scope.definedResources.keys())
    if (needed.has(resource)) scope.fail('local resource type found in imports')
  const offered = freeResources(exports.values())
  const named = namedResources(exports.values())
  const definedResources = [...scope.definedResources.keys()].filter((resource) => offered.has(resource))
  for (const resource of definedResources)
    if (!named.has(resource)) scope.fail('local resource type found in export but not exported itself')
  if (scope.kind === 'component') checkValuesUsed(scope)
  const parts = [infoOfExterns(imports.values(), scope.fail), infoOfExterns(exports.values(), scope.fail)]
  return {
    kind: 'component',
    imports,
    exports,
    importedResources: [...scope.importedResources],
    definedResources,
    info: combineInfo(parts, scope.fail),
  }
}

function checkValuesUsed(scope: Scope): void {
  for (const [index, value] of scope.values.entries())
    if (!value.used)
      scope.fail(`value index ${index} was not used as part of an instantiation, start function, or export`)
}
