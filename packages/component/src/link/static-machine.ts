import { type FuncInst, ResourceType } from '@weft/abi'
import type { Canon, ExternKind, ResourceTypeDefinition, Sort } from '@weft/wasm-binary'
import { checkOptions } from './canon-options.js'
import type { CoreModule } from './core-module.js'
import { asyncType, functionTypeAt, resourceType, valueType } from './define-type.js'
import type { CoreExports, Item, Wanted } from './elements.js'
import { type CoreImports, Machine } from './machine.js'
import { sortPhrase } from './phrases.js'
import type { Scope } from './scope.js'
import { stubOf } from './stub.js'

/** Carries out definitions without running anything: finds types, and indices and sorts that are wrong. */
export class StaticMachine extends Machine {
  readonly types = this

  /** A function's type may have names where its own has none. */
  override ascribed(item: Item, type: Wanted, name: string): Item {
    return type.sort === 'func' ? stubOf(type, name, this, new Map()) : item
  }

  enter(): undefined {
    return undefined
  }

  resource(scope: Scope, { destructor }: ResourceTypeDefinition): ResourceType {
    if (destructor !== undefined) scope.get('core func', destructor)
    return new ResourceType(undefined, undefined, scope.code?.nameOf('type', scope.next('type')))
  }

  instantiate(scope: Scope, module: CoreModule, imports: CoreImports): CoreExports {
    this.countInstance()
    for (const [first, externs] of module.kinds.imports)
      for (const [name, { kind }] of externs)
        checkGiven(scope, `${first}::${name}`, kind, imports[first]?.[name])
    const exports: Record<string, unknown> = Object.create(null)
    for (const [name, { kind }] of module.kinds.exports) exports[name] = `core ${kind}`
    return exports
  }

  sortOf(value: unknown): Sort | undefined {
    return value as Sort | undefined
  }

  canon(scope: Scope, canon: Canon): void {
    if ('options' in canon) checkOptions(scope, canon.options)
    if (canon.name === 'lift') {
      scope.get('core func', canon.func)
      scope.add('func', stubFunction(scope, canon.type, this))
    } else {
      checkOperands(scope, canon)
      scope.add('core func', 'core func')
    }
  }
}

function checkGiven(scope: Scope, name: string, kind: ExternKind, given: unknown): void {
  if (given === `core ${kind}`) return
  scope.fail(`import \`${name}\`: a core ${kind} was wanted, ${sortPhrase(given as Sort)} was given`)
}

function stubFunction(scope: Scope, type: number, machine: Machine): FuncInst {
  const wanted = { sort: 'func', type: functionTypeAt(scope, type) } as const
  return stubOf(wanted, `func ${scope.next('func')}`, machine, new Map()).value as FuncInst
}

/** Looks up what a built-in refers to. */
function checkOperands(scope: Scope, canon: Exclude<Canon, { name: 'lift' }>): void {
  if (canon.name === 'lower') scope.get('func', canon.func)
  if (canon.name === 'task.return' && canon.result !== undefined) valueType(scope, canon.result)
  if ('memory' in canon) scope.get('core memory', canon.memory)
  if ('table' in canon) scope.get('core table', canon.table)
  if (canon.name === 'thread.new-indirect') scope.get('core type', canon.type)
  if (canon.name.startsWith('resource.')) resourceType(scope, (canon as { type: number }).type)
  const [kind] = canon.name.split('.', 1)
  if (kind === 'stream' || kind === 'future') asyncType(scope, kind, (canon as { type: number }).type)
}
