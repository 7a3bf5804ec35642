import type {
  ComponentFunctionType,
  ComponentTypeDefinition,
  Declaration,
  DefinedType as DefinedTypeDefinition,
  InstanceTypeDefinition,
  ResourceTypeDefinition,
} from '@weft/wasm-binary'
import { sameValueTypes } from '../core-types/core-types.js'
import { addAlias } from './aliases.js'
import { defineCoreType } from './core-module-types.js'
import { resolveExternType } from './extern-types.js'
import { addExport, addImport, finishComponent } from './externs.js'
import { checkLabels } from './labels.js'
import { Scope } from './scope.js'
import { combineInfo, infoOfExterns, infoOfValueType } from './type-info.js'
import {
  type AnyType,
  type ComponentType,
  type FunctionType,
  type InstanceType,
  Resource,
  type ResourceType,
  type ValueType,
} from './type-model.js'
import { defineValueType, resolveValueType } from './value-types.js'

/** A type definition: Binary.md, `deftype`. */
export function defineType(scope: Scope, type: DefinedTypeDefinition): AnyType {
  switch (type.kind) {
    case 'func':
      return defineFunctionType(scope, type)
    case 'component':
      return defineComponentType(scope, type)
    case 'instance':
      return defineInstanceType(scope, type)
    case 'resource':
      return defineResource(scope, type)
    default:
      return defineValueType(scope, type)
  }
}

function defineFunctionType(
  scope: Scope,
  { async, parameters, result }: ComponentFunctionType,
): FunctionType {
  const labels = parameters.map(({ label }) => label)
  checkLabels(labels, 'function parameter', scope.fail)
  const resolved = parameters.map((each) => ({ ...each, type: resolveValueType(scope, each.type) }))
  const resultType = result === undefined ? undefined : resolveValueType(scope, result)
  if (resultType !== undefined && infoOfValueType(resultType).hasBorrow)
    scope.fail('function result cannot contain a `borrow` type')
  const types: ValueType[] = resolved.map((each) => each.type)
  if (resultType !== undefined) types.push(resultType)
  const info = combineInfo(types.map(infoOfValueType), scope.fail)
  return { kind: 'func', async, parameters: resolved, result: resultType, info }
}

function defineResource(scope: Scope, { representation, destructor }: ResourceTypeDefinition): ResourceType {
  if (scope.kind !== 'component') scope.fail('resources can only be defined within a concrete component')
  if (representation !== 'i32' && representation !== 'i64')
    return scope.fail('resources can only be represented by `i32` or `i64`')
  if (destructor !== undefined) {
    const { kind, parameters, results } = scope.coreFunctions.at(destructor)
    if (kind !== 'func' || !sameValueTypes(parameters, [representation]) || results.length > 0)
      scope.fail(`core function ${destructor} has wrong signature for a destructor`)
  }
  const resource = new Resource()
  scope.definedResources.set(resource, representation)
  return resource.type(Symbol())
}

function defineComponentType(outer: Scope, { declarations }: ComponentTypeDefinition): ComponentType {
  const scope = new Scope('component type', outer.coreTypeTable, outer.offset, outer)
  for (const declaration of declarations) declare(scope, declaration)
  return finishComponent(scope)
}

function defineInstanceType(outer: Scope, { declarations }: InstanceTypeDefinition): InstanceType {
  const scope = new Scope('instance type', outer.coreTypeTable, outer.offset, outer)
  for (const declaration of declarations) declare(scope, declaration)
  const exports = scope.exports.externs
  const info = infoOfExterns(exports.values(), scope.fail)
  return { kind: 'instance', exports, resources: [...scope.definedResources.keys()], info }
}

/** Binary.md, `componentdecl`. */
function declare(scope: Scope, declaration: Declaration): void {
  scope.offset = declaration.offset
  switch (declaration.kind) {
    case 'core-type':
      defineCoreType(scope, declaration.type)
      break
    case 'type':
      scope.types.push(defineType(scope, declaration.type))
      break
    case 'alias':
      addAlias(scope, declaration)
      break
    case 'import':
      addImport(scope, declaration, resolveExternType(scope, declaration.type))
      break
    case 'export':
      addExport(scope, declaration, resolveExternType(scope, declaration.type))
  }
}
