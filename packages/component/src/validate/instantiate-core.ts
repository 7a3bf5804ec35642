import type { CoreInlineExport, CoreInstanceExpression, CoreInstantiateArgument } from '@weft/wasm-binary'
import { coreExternMismatch } from '../core-types/core-subtyping.js'
import type { CoreExterns, CoreExternType } from '../core-types/core-types.js'
import type { Scope } from './scope.js'

/** What a core instance that is defined exports: Binary.md, `core:instanceexpr`. */
export function coreInstanceOf(scope: Scope, expression: CoreInstanceExpression): CoreExterns {
  return expression.kind === 'instantiate'
    ? instantiate(scope, expression.module, expression.arguments)
    : gatherExports(scope, expression.exports)
}

function instantiate(scope: Scope, index: number, args: readonly CoreInstantiateArgument[]): CoreExterns {
  const { imports, exports } = scope.coreModules.at(index)
  const given = gatherArguments(scope, args)
  for (const [module, externs] of imports) {
    const instance = given.get(module)
    if (instance === undefined) return scope.fail(`missing module instantiation argument named \`${module}\``)
    for (const [name, wanted] of externs) {
      const item = instance.get(name)
      if (item === undefined)
        return scope.fail(
          `module instantiation argument \`${module}\` does not export an item named \`${name}\``,
        )
      const mismatch = coreExternMismatch(item, wanted)
      if (mismatch !== undefined)
        scope.fail(
          `type mismatch for export \`${name}\` of module instantiation argument \`${module}\`: ${mismatch}`,
        )
    }
  }
  return exports
}

function gatherArguments(scope: Scope, args: readonly CoreInstantiateArgument[]): Map<string, CoreExterns> {
  const given = new Map<string, CoreExterns>()
  for (const { name, instance } of args) {
    if (given.has(name)) scope.fail(`duplicate module instantiation argument named \`${name}\``)
    given.set(name, scope.coreInstances.at(instance))
  }
  return given
}

function gatherExports(scope: Scope, items: readonly CoreInlineExport[]): CoreExterns {
  const exports = new Map<string, CoreExternType>()
  for (const item of items) {
    if (exports.has(item.name))
      scope.fail(`duplicate instantiation export name \`${item.name}\` already defined`)
    exports.set(item.name, coreExternAt(scope, item))
  }
  return exports
}

function coreExternAt(scope: Scope, { sort, index }: CoreInlineExport): CoreExternType {
  switch (sort) {
    case 'core func':
      return { kind: 'func', type: scope.coreFunctions.at(index) }
    case 'core table':
      return { kind: 'table', type: scope.coreTables.at(index) }
    case 'core memory':
      return { kind: 'memory', type: scope.coreMemories.at(index) }
    case 'core global':
      return { kind: 'global', type: scope.coreGlobals.at(index) }
    case 'core tag':
      return { kind: 'tag', type: scope.coreTags.at(index) }
    default:
      return scope.fail(`a ${sort} cannot be exported by a core instance`)
  }
}
