import type { Canon, CanonOption, ComponentValueType } from '@weft/wasm-binary'
import { type CoreType, describeValueTypes, sameValueTypes } from '../core-types/core-types.js'
import { builtinType } from './canon-builtins.js'
import {
  type CanonicalOptions,
  checkNoLiftOptions,
  checkOptions,
  checkSignature,
  requireMemory,
  requireRealloc,
} from './canon-options.js'
import { typeOfKind } from './extern-types.js'
import { type FlatFunctionType, flattenFunctionType } from './flatten.js'
import type { Scope } from './scope.js'
import { infoOfValueType } from './type-info.js'
import type { FunctionType, LabeledType, ValueType } from './type-model.js'
import { resolveValueType } from './value-types.js'

type CanonNamed<Name> = Extract<Canon, { name: Name }>
/** What is passed by a function: the part of its type that the canonical ABI looks at. */
type Passed = Pick<FunctionType, 'parameters' | 'result'>

/** A canonical definition, which takes an index of a function or core function: Binary.md, `canon`. */
export function defineCanon(scope: Scope, canon: Canon): void {
  if (canon.name === 'lift') lift(scope, canon)
  else if (canon.name === 'lower') scope.coreFunctions.push(lower(scope, canon))
  else if (canon.name === 'task.return')
    scope.coreFunctions.push(taskReturn(scope, canon.result, canon.options))
  else scope.coreFunctions.push(builtinType(scope, canon))
}

function lift(scope: Scope, { func, type, options }: CanonNamed<'lift'>): void {
  const functionType = typeOfKind(scope, type, 'func', 'a function type')
  const callee = scope.coreFunctions.at(func)
  const checked = checkOptions(scope, options)
  checkLiftOptions(scope, checked, callee)
  checkAsync(scope, checked, functionType)
  const flat = flattenFunctionType(functionType, checked, 'lift')
  requireLiftOptions(scope, functionType, checked, flat)
  checkCallee(scope, func, callee, flat)
  scope.functions.push(functionType)
}

function checkLiftOptions(scope: Scope, { postReturn, callback }: CanonicalOptions, callee: CoreType): void {
  if (postReturn !== undefined) checkSignature(scope, 'post-return', postReturn, callee.results, [])
  if (callback !== undefined) checkSignature(scope, 'callback', callback, ['i32', 'i32', 'i32'], ['i32'])
}

function checkAsync(scope: Scope, options: CanonicalOptions, type: FunctionType): void {
  if (options.async && !type.async) scope.fail('the `async` canonical option requires an async function type')
}

/** Arguments are put into the callee's memory by `realloc`; the callee puts its result there itself. */
function requireLiftOptions(
  scope: Scope,
  { parameters, result }: Passed,
  options: CanonicalOptions,
  flat: FlatFunctionType,
): void {
  if (flat.paramsInMemory || parameters.some(hasPointer)) requireRealloc(options, scope.fail)
  if (flat.resultInMemory || isPointerResult(result)) requireMemory(options, scope.fail)
}

function checkCallee(scope: Scope, index: number, callee: CoreType, flat: FlatFunctionType): void {
  if (!sameValueTypes(flat.parameters, callee.parameters))
    scope.fail(
      `lowered parameter types \`${describeValueTypes(flat.parameters)}\` do not match parameter types ` +
        `\`${describeValueTypes(callee.parameters)}\` of core function ${index}`,
    )
  if (!sameValueTypes(flat.results, callee.results))
    scope.fail(
      `lowered result types \`${describeValueTypes(flat.results)}\` do not match result types ` +
        `\`${describeValueTypes(callee.results)}\` of core function ${index}`,
    )
}

function lower(scope: Scope, { func, options }: CanonNamed<'lower'>): CoreType {
  const functionType = scope.functions.at(func)
  const checked = checkOptions(scope, options)
  checkNoLiftOptions(checked, scope.fail)
  checkAsync(scope, checked, functionType)
  return lowered(scope, functionType, checked)
}

/**
 * The core function that takes a function's arguments from memory and has its result put there by `realloc`. Tools
 * write asynchronous lowerings without a memory where nothing is passed in one, which does no harm.
 */
function lowered(scope: Scope, type: Passed, options: CanonicalOptions): CoreType {
  const { fail } = scope
  const flat = flattenFunctionType(type, options, 'lower')
  if (flat.paramsInMemory || type.parameters.some(hasPointer)) requireMemory(options, fail)
  if (isPointerResult(type.result)) requireRealloc(options, fail)
  if (flat.resultInMemory) requireMemory(options, fail)
  return scope.coreTypeTable.functionType(flat.parameters, flat.results)
}

function taskReturn(
  scope: Scope,
  result: ComponentValueType | undefined,
  options: readonly CanonOption[],
): CoreType {
  const type = result === undefined ? undefined : resolveValueType(scope, result)
  const checked = checkOptions(scope, options)
  const refuse = (option: string) => scope.fail(`cannot specify \`${option}\` option on \`task.return\``)
  if (checked.realloc !== undefined) refuse('realloc')
  if (checked.postReturn !== undefined) refuse('post-return')
  if (checked.async) refuse('async')
  return lowered(scope, { parameters: type === undefined ? [] : [{ label: 'v', type }] }, checked)
}

function hasPointer({ type }: LabeledType): boolean {
  return infoOfValueType(type).hasPointer
}

function isPointerResult(type: ValueType | undefined): boolean {
  return type !== undefined && infoOfValueType(type).hasPointer
}
