import type { InlineExport, InstanceExpression, InstantiateArgument } from '@weft/wasm-binary'
import { externTypeAt } from './extern-types.js'
import { checkNameInList } from './name-rules.js'
import type { Scope } from './scope.js'
import { freshResources, Substitution } from './substitution.js'
import { openExterns } from './subtyping.js'
import { infoOfExterns } from './type-info.js'
import type { Externs, ExternType, InstanceType } from './type-model.js'

/** The type of an instance that is defined: Binary.md, `instanceexpr`. */
export function instanceTypeOf(scope: Scope, expression: InstanceExpression): InstanceType {
  const exports =
    expression.kind === 'instantiate'
      ? instantiate(scope, expression.component, expression.arguments)
      : gatherExports(scope, expression.exports)
  return { kind: 'instance', exports, resources: [], info: infoOfExterns(exports.values(), scope.fail) }
}

/**
 * The exports of a new instance: what the component's imports stand for is put in their place, and the resources it
 * defines are new.
 */
function instantiate(scope: Scope, index: number, args: readonly InstantiateArgument[]): Externs {
  const component = scope.components.at(index)
  const given = gatherArguments(scope, args)
  const opened = openExterns(given, component.imports, component.importedResources, 'import')
  if (typeof opened === 'string') return scope.fail(opened)
  const fresh = freshResources(component.definedResources)
  for (const resource of fresh.values()) scope.definedResources.set(resource, undefined)
  const resources = new Map([...opened.resources, ...fresh])
  return new Substitution(resources, opened.types).externs(component.exports)
}

function gatherArguments(scope: Scope, args: readonly InstantiateArgument[]): Externs {
  const given = new Map<string, ExternType>()
  for (const argument of args) {
    const { name } = argument
    if (given.has(name))
      scope.fail(`instantiation argument \`${name}\` conflicts with previous argument \`${name}\``)
    given.set(name, externTypeAt(scope, argument))
  }
  return given
}

/** An instance made of definitions that exist. It gives types no names of their own. */
function gatherExports(scope: Scope, items: readonly InlineExport[]): Externs {
  const exports = new Map<string, ExternType>()
  const list = { names: new Map<string, string>(), resourceNames: new Map() }
  for (const item of items) {
    const extern = externTypeAt(scope, item)
    checkNameInList(list, 'export', item, extern, scope.fail)
    exports.set(item.name, extern)
  }
  return exports
}
