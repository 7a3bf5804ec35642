import type { ComponentInstance } from '@weft/abi'
import type { Definition, ExportDefinition, TypeDefinition } from '@weft/wasm-binary'
import { addAlias } from './alias.js'
import type { ComponentCode } from './component-code.js'
import type { ComponentItem } from './component-item.js'
import { addCoreType, addItem } from './declared-type.js'
import { defineType } from './define-type.js'
import type { InstanceItem, Item, Provide, TypeItem, Wanted } from './elements.js'
import { coreInstanceOf, inside, instanceOf } from './instances.js'
import type { Machine } from './machine.js'
import { match } from './match.js'
import { Scope } from './scope.js'
import { wantedOf } from './wanted.js'

/** A component that is defined by a binary, in the scope that its outer aliases look at. */
export class CodeComponent implements ComponentItem {
  readonly code: ComponentCode
  readonly outer: Scope | undefined

  constructor(code: ComponentCode, outer?: Scope) {
    this.code = code
    this.outer = outer
  }

  /** Carries out the definitions in order. */
  instantiate(
    machine: Machine,
    provide: Provide,
    parent: ComponentInstance | undefined,
    name: string,
  ): InstanceItem {
    return machine.nested(() => {
      const scope = new Scope(this.outer, this.code, machine.enter(parent, name))
      for (const definition of this.code.binary.definitions) {
        machine.count()
        scope.offset = definition.offset
        runDefinition(scope, definition, machine, provide)
      }
      return { exports: scope.exports }
    })
  }
}

/** Carries out one definition of a component: adds what it defines to the index spaces of `scope`. */
function runDefinition(scope: Scope, definition: Definition, machine: Machine, provide: Provide): void {
  const code = scope.code as ComponentCode
  switch (definition.kind) {
    case 'core-module':
      scope.add('core module', code.modules.get(definition)!)
      break
    case 'core-instance':
      scope.add('core instance', coreInstanceOf(scope, definition.expression, machine))
      break
    case 'core-type':
      addCoreType(scope, definition.type)
      break
    case 'component':
      scope.add('component', new CodeComponent(code.nested(definition.component), scope))
      break
    case 'instance':
      scope.add('instance', instanceOf(scope, definition.expression, machine))
      break
    case 'alias':
      addAlias(scope, definition, machine)
      break
    case 'type':
      addType(scope, definition, machine)
      break
    case 'canon':
      machine.canon(scope, definition.canon)
      break
    case 'import':
      addItem(scope, provide(definition.name, wantedOf(scope, definition.type)))
      break
    case 'export':
      addExport(scope, definition, machine)
      break
    case 'start':
    case 'value':
      scope.fail('start functions and values of components are not supported')
      break
  }
}

function addType(scope: Scope, { type }: TypeDefinition, machine: Machine): void {
  const item: TypeItem =
    type.kind === 'resource'
      ? { kind: 'resource', type: machine.resource(scope, type) }
      : defineType(scope, type)
  scope.add('type', item)
}

function addExport(scope: Scope, { name, sort, index, type }: ExportDefinition, machine: Machine): void {
  const given = scope.item(sort, index)
  const item = type === undefined ? given : ascribed(scope, given, wantedOf(scope, type), name, machine)
  scope.exports.set(name, item)
  addItem(scope, item)
}

function ascribed(scope: Scope, item: Item, type: Wanted, name: string, machine: Machine): Item {
  inside(scope, () => match(item, type, name, machine.types))
  return machine.ascribed(item, type, name)
}
