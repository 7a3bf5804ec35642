import type { AliasDefinition } from '@weft/wasm-binary'
import type { Elements } from './elements.js'
import type { Machine } from './machine.js'
import type { Scope } from './scope.js'

/** Adds what an alias stands for to its index space. Throws `ValidationError`. */
export function addAlias(scope: Scope, { sort, target }: AliasDefinition, machine: Machine): void {
  if (target.kind === 'outer') {
    scope.add(sort, scope.outward(target.count).get(sort, target.index, scope.offset))
  } else if (target.kind === 'core export') {
    const exports = scope.get('core instance', target.instance)
    if (sort === 'core func') scope.code?.noteCoreFunction(scope.next(sort), target.name)
    scope.add(sort, machine.coreExport(scope, exports, sort, target.name) as Elements[typeof sort])
  } else {
    const item = scope.get('instance', target.instance).exports.get(target.name)
    if (item === undefined) scope.fail(`instance ${target.instance} has no export named \`${target.name}\``)
    if (item.sort !== sort)
      scope.fail(`export \`${target.name}\` for instance ${target.instance} is not a ${sort}`)
    scope.add(sort, item.value)
  }
}
