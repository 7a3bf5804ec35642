import { LinkError } from '@weft/core'
import type {
  CoreInlineExport,
  CoreInstanceExpression,
  InlineExport,
  InstanceExpression,
} from '@weft/wasm-binary'
import type { CoreExports, InstanceItem, Item, Wanted } from './elements.js'
import type { Machine } from './machine.js'
import { match } from './match.js'
import { sortPhrase } from './phrases.js'
import type { Scope } from './scope.js'

/** Makes the instance of an instance definition. Throws `ValidationError`. */
export function instanceOf(scope: Scope, expression: InstanceExpression, machine: Machine): InstanceItem {
  if (expression.kind === 'exports') return { exports: itemsOf(scope, expression.exports) }
  const component = scope.get('component', expression.component)
  const given = itemsOf(scope, expression.arguments)
  const index = scope.next('instance')
  const name = scope.code?.nameOf('instance', index) ?? `instance ${index}`
  const provide = (label: string, wanted: Wanted) => argument(given, label, wanted, machine)
  return inside(scope, () => component.instantiate(machine, provide, scope.instance, name))
}

function argument(given: ReadonlyMap<string, Item>, name: string, wanted: Wanted, machine: Machine): Item {
  const item = given.get(name)
  if (item === undefined) throw new LinkError(name, sortPhrase(wanted.sort), 'nothing')
  match(item, wanted, name, machine.types)
  return item
}

function itemsOf(scope: Scope, definitions: readonly Pick<InlineExport, 'name' | 'sort' | 'index'>[]) {
  return new Map(definitions.map(({ name, sort, index }) => [name, scope.item(sort, index)]))
}

/** Within a component, arguments of the wrong type are the component's fault: a `ValidationError`. */
export function inside<Result>(scope: Scope, run: () => Result): Result {
  try {
    return run()
  } catch (error) {
    if (error instanceof LinkError) return scope.fail(error.message)
    throw error
  }
}

/** Makes the core instance of a core instance definition. Throws `ValidationError`. */
export function coreInstanceOf(
  scope: Scope,
  expression: CoreInstanceExpression,
  machine: Machine,
): CoreExports {
  if (expression.kind === 'exports') return coreItemsOf(scope, expression.exports)
  const imports: Record<string, CoreExports> = Object.create(null)
  for (const { name, instance: index } of expression.arguments)
    imports[name] = scope.get('core instance', index)
  return machine.instantiate(scope, scope.get('core module', expression.module), imports)
}

function coreItemsOf(scope: Scope, definitions: readonly CoreInlineExport[]): CoreExports {
  const exports: Record<string, unknown> = Object.create(null)
  for (const { name, sort, index } of definitions) exports[name] = scope.get(sort, index)
  return exports
}
