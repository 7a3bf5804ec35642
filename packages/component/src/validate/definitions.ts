import type { ComponentBinary, Definition, StartDefinition } from '@weft/wasm-binary'
import type { CoreTypes } from '../core-types/core-types.js'
import { addAlias } from './aliases.js'
import { defineCanon } from './canon.js'
import { checkModuleCode } from './core-module-code.js'
import { defineCoreType, moduleTypeOfBytes } from './core-module-types.js'
import { exportType, resolveExternType } from './extern-types.js'
import { addExport, addImport, finishComponent } from './externs.js'
import { instanceTypeOf } from './instantiate.js'
import { coreInstanceOf } from './instantiate-core.js'
import { Scope } from './scope.js'
import type { ComponentType } from './type-model.js'
import { defineType } from './types.js'
import { checkValue } from './value-encoding.js'
import { valueTypeMismatch } from './value-subtyping.js'
import { resolveValueType } from './value-types.js'

/** The type of a component whose definitions are all valid. */
export function checkComponent(
  { definitions, offset }: ComponentBinary,
  coreTypeTable: CoreTypes,
  parent?: Scope,
): ComponentType {
  const scope = new Scope('component', coreTypeTable, offset, parent)
  for (const definition of definitions) {
    scope.offset = definition.offset
    define(scope, definition)
  }
  return finishComponent(scope)
}

/** Binary.md, `section`: checks a definition and gives it its index. */
export function define(scope: Scope, definition: Definition): void {
  switch (definition.kind) {
    case 'core-module':
      checkModuleCode(definition.bytes, scope.fail)
      scope.coreModules.push(moduleTypeOfBytes(scope, definition.bytes))
      break
    case 'core-instance':
      scope.coreInstances.push(coreInstanceOf(scope, definition.expression))
      break
    case 'core-type':
      defineCoreType(scope, definition.type)
      break
    case 'component':
      scope.components.push(checkComponent(definition.component, scope.coreTypeTable, scope))
      break
    case 'instance':
      scope.instances.push(instanceTypeOf(scope, definition.expression))
      break
    case 'alias':
      addAlias(scope, definition)
      break
    case 'type':
      scope.types.push(defineType(scope, definition.type))
      break
    case 'canon':
      defineCanon(scope, definition.canon)
      break
    case 'start':
      start(scope, definition)
      break
    case 'import':
      addImport(scope, definition, resolveExternType(scope, definition.type))
      break
    case 'export':
      addExport(scope, definition, exportType(scope, definition, definition.type))
      break
    case 'value': {
      const type = resolveValueType(scope, definition.type)
      checkValue(type, definition.bytes, definition.offset)
      scope.values.push({ type, used: false })
    }
  }
}

/** Binary.md, `start`. A component may call functions at several points of its instantiation. */
function start(scope: Scope, { func, arguments: args, results }: StartDefinition): void {
  const { parameters, result } = scope.functions.at(func)
  if (parameters.length !== args.length)
    scope.fail(
      `component start function requires ${parameters.length} arguments but was given ${args.length}`,
    )
  const count = result === undefined ? 0 : 1
  if (results !== count)
    scope.fail(
      `component start function has a result count of ${results} but the function type has a result count of ${count}`,
    )
  for (const [index, argument] of args.entries()) {
    const mismatch = valueTypeMismatch(scope.useValue(argument), parameters[index]!.type)
    if (mismatch !== undefined)
      scope.fail(`value type mismatch for component start function argument ${index}: ${mismatch}`)
  }
  if (result !== undefined) scope.values.push({ type: result, used: false })
}
