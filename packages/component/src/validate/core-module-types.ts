import {
  type ComponentCoreType,
  type ExternType,
  type RecursiveGroup,
  readModuleInterface,
  type SizeLimits,
} from '@weft/wasm-binary'
import type { CoreModuleType, CoreType } from '../core-types/core-types.js'
import {
  type ModuleTypeContext,
  moduleTypeOfDeclarations,
  moduleTypeOfInterface,
} from '../core-types/module-type.js'
import type { Scope } from './scope.js'

const maximumPages = { i32: 0x1_0000n, i64: 0x1_0000_0000_0000n }

/** A core type definition: Binary.md, `core:deftype`. */
export function defineCoreType(scope: Scope, type: ComponentCoreType): void {
  if (type.kind === 'module')
    scope.coreTypes.push(moduleTypeOfDeclarations(contextOf(scope), type.declarations))
  else defineGroup(scope, type.group)
}

function defineGroup(scope: Scope, { types }: RecursiveGroup): void {
  const { length } = scope.coreTypes
  const defined = scope.coreTypeTable.define(types, length, (index) => coreTypeAt(scope, index), scope.fail)
  for (const each of defined) scope.coreTypes.push(each)
}

export function coreTypeAt(scope: Scope, index: number): CoreType {
  const type = scope.coreTypes.at(index)
  return type.kind === 'module' ? scope.fail(`type index ${index} is a module type, not a sub type`) : type
}

/** The type of a core module. Its code is the engine's to check. */
export function moduleTypeOfBytes(scope: Scope, bytes: Uint8Array): CoreModuleType {
  return moduleTypeOfInterface(contextOf(scope), readModuleInterface(bytes, scope.offset))
}

function contextOf(scope: Scope): ModuleTypeContext {
  return {
    types: scope.coreTypeTable,
    fail: scope.fail,
    outerType: (count, index) => outerType(scope, count, index),
    check: (extern) => checkExtern(scope, extern),
  }
}

function outerType(scope: Scope, count: number, index: number): CoreType {
  const type = scope.outer(count - 1).coreTypes.at(index)
  return type.kind === 'module'
    ? scope.fail("not implemented: aliasing core module types into a core module's types index space")
    : type
}

function checkExtern(scope: Scope, extern: ExternType): void {
  if (extern.kind === 'table') checkLimits(scope, extern.type.limits)
  else if (extern.kind === 'memory') checkMemory(scope, extern)
}

function checkLimits(scope: Scope, { minimum, maximum }: SizeLimits): void {
  if (maximum !== undefined && minimum > maximum) scope.fail('size minimum must not be greater than maximum')
}

function checkMemory(scope: Scope, { type }: ExternType & { kind: 'memory' }): void {
  const { limits, index, pageSizeLog2, shared } = type
  checkLimits(scope, limits)
  const most = pageSizeLog2 === undefined ? maximumPages[index] : undefined
  const size = limits.maximum ?? limits.minimum
  if (most !== undefined && size > most)
    scope.fail(`memory size must be at most ${index === 'i32' ? '65536 pages (4GiB)' : '2**48 pages'}`)
  if (shared && limits.maximum === undefined) scope.fail('shared memory must have maximum size')
}
