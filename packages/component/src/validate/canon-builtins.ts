import type { Canon } from '@weft/wasm-binary'
import { tableMismatch } from '../core-types/core-subtyping.js'
import { type CoreType, type NumberType, sameValueTypes } from '../core-types/core-types.js'
import {
  type CanonicalOptions,
  canonicalMemoryAt,
  checkNoLiftOptions,
  checkOptions,
  requireMemory,
  requireRealloc,
} from './canon-options.js'
import { coreTypeAt } from './core-module-types.js'
import type { Scope } from './scope.js'
import { infoOfValueType } from './type-info.js'
import type { ValueType } from './type-model.js'
import { definedTypeAt, resourceTypeAt } from './value-types.js'

export type Builtin = Exclude<Canon, { name: 'lift' | 'lower' | 'task.return' }>
type BuiltinNamed<Name> = Extract<Canon, { name: Name }>

/** Core types of built-ins that do not depend on their immediates: parameters, then results. */
const signatures: Partial<Record<Builtin['name'], readonly [NumberType[], NumberType[]]>> = {
  'resource.drop': [['i32'], []],
  'task.cancel': [[], []],
  'backpressure.inc': [[], []],
  'backpressure.dec': [[], []],
  'subtask.cancel': [['i32'], ['i32']],
  'subtask.drop': [['i32'], []],
  'stream.new': [[], ['i64']],
  'stream.cancel-read': [['i32'], ['i32']],
  'stream.cancel-write': [['i32'], ['i32']],
  'stream.drop-readable': [['i32'], []],
  'stream.drop-writable': [['i32'], []],
  'future.new': [[], ['i64']],
  'future.cancel-read': [['i32'], ['i32']],
  'future.cancel-write': [['i32'], ['i32']],
  'future.drop-readable': [['i32'], []],
  'future.drop-writable': [['i32'], []],
  'error-context.drop': [['i32'], []],
  'waitable-set.new': [[], ['i32']],
  'waitable-set.drop': [['i32'], []],
  'waitable.join': [['i32', 'i32'], []],
  'thread.index': [[], ['i32']],
  'thread.resume-later': [['i32'], []],
  'thread.yield': [[], ['i32']],
  'thread.suspend': [[], ['i32']],
  'thread.suspend-then-resume': [['i32'], ['i32']],
  'thread.yield-then-resume': [['i32'], ['i32']],
  'thread.suspend-then-promote': [['i32'], ['i32']],
  'thread.yield-then-promote': [['i32'], ['i32']],
}

/** The core type of a built-in, whose immediates are checked: CanonicalABI.md, "validation specifies". */
export function builtinType(scope: Scope, canon: Builtin): CoreType {
  const [parameters, results] = signatures[canon.name] ?? signatureOf(scope, canon)
  if (canon.name === 'resource.drop') resourceTypeAt(scope, canon.type)
  else if ('type' in canon && /^(?:stream|future)\./.test(canon.name))
    elementType(scope, canon as AsyncBuiltin)
  return scope.coreTypeTable.functionType(parameters, results)
}

type AsyncBuiltin = Extract<Builtin, { name: `${'stream' | 'future'}.${string}` }>
type Signature = readonly [parameters: readonly NumberType[], results: readonly NumberType[]]

function signatureOf(scope: Scope, canon: Builtin): Signature {
  switch (canon.name) {
    case 'resource.new':
      return [[representation(scope, canon.type)], ['i32']]
    case 'resource.rep':
      return [['i32'], [representation(scope, canon.type)]]
    case 'context.get':
      return [[], [contextType(scope, canon)]]
    case 'context.set':
      return [[contextType(scope, canon)], []]
    case 'stream.read':
    case 'stream.write':
    case 'future.read':
    case 'future.write':
      return copySignature(scope, canon)
    case 'error-context.new':
    case 'error-context.debug-message':
      return errorContextSignature(scope, canon)
    case 'waitable-set.wait':
    case 'waitable-set.poll':
      return [['i32', canonicalMemoryAt(scope, canon.memory)], ['i32']]
    case 'thread.new-indirect':
      return newThreadSignature(scope, canon)
    default:
      return scope.fail(`\`${canon.name}\` requires the shared-everything-threads proposal`)
  }
}

/** Only the component that defines a resource sees what represents it. */
function representation(scope: Scope, index: number): NumberType {
  const { resource } = resourceTypeAt(scope, index)
  return scope.definedResources.get(resource) ?? scope.fail(`type ${index} is not a local resource`)
}

function contextType(
  scope: Scope,
  { name, type, slot }: BuiltinNamed<'context.get' | 'context.set'>,
): NumberType {
  if (type !== 'i32' && type !== 'i64') return scope.fail(`\`${name}\` only supports \`i32\` or \`i64\``)
  scope.contextType ??= type
  if (scope.contextType !== type) scope.fail(`\`${name}\` type must match previous context type`)
  if (slot > 1) scope.fail(`\`${name}\` immediate must be zero or one: ${slot}`)
  return type
}

/** What a stream or future carries. */
function elementType(scope: Scope, { name, type }: AsyncBuiltin): ValueType | undefined {
  const kind = name.startsWith('stream') ? 'stream' : 'future'
  const defined = definedTypeAt(scope, type)
  return defined.kind === kind
    ? (defined as typeof defined & { kind: 'stream' | 'future' }).element
    : scope.fail(`\`${name}\` requires a ${kind} type`)
}

function copySignature(
  scope: Scope,
  canon: BuiltinNamed<'stream.read' | 'stream.write' | 'future.read' | 'future.write'>,
): Signature {
  const element = elementType(scope, canon)
  const options = checkOptions(scope, canon.options)
  if (element !== undefined) requireMemory(options, scope.fail)
  const reads = canon.name === 'stream.read' || canon.name === 'future.read'
  if (reads && element !== undefined && infoOfValueType(element).hasPointer)
    requireRealloc(options, scope.fail)
  checkNoLiftOptions(options, scope.fail)
  const { pointer } = options
  return canon.name.startsWith('stream')
    ? [['i32', pointer, pointer], [pointer]]
    : [['i32', pointer], ['i32']]
}

function errorContextSignature(
  scope: Scope,
  { name, options }: BuiltinNamed<'error-context.new' | 'error-context.debug-message'>,
): Signature {
  const checked = checkOptions(scope, options)
  requireMemory(checked, scope.fail)
  if (name === 'error-context.debug-message') requireRealloc(checked, scope.fail)
  refuseAsync(scope, name, checked)
  checkNoLiftOptions(checked, scope.fail)
  const { pointer } = checked
  return name === 'error-context.new' ? [[pointer, pointer], ['i32']] : [['i32', pointer], []]
}

function refuseAsync(scope: Scope, name: string, { async }: CanonicalOptions): void {
  if (async) scope.fail(`cannot specify \`async\` option on \`${name}\``)
}

function newThreadSignature(scope: Scope, canon: BuiltinNamed<'thread.new-indirect'>): Signature {
  const { kind, parameters, results } = coreTypeAt(scope, canon.type)
  if (kind !== 'func') scope.fail('start type must be a function')
  const argument = sameValueTypes(parameters, ['i64']) ? 'i64' : 'i32'
  if (!sameValueTypes(parameters, [argument]))
    scope.fail('start function must take a single `i32` argument (currently)')
  if (results.length > 0) scope.fail('start function must not return any values')
  const table = scope.coreTables.at(canon.table)
  const { index } = table
  const mismatch = tableMismatch(table, { element: 'funcref', index, limits: { minimum: 0n } })
  if (mismatch !== undefined) scope.fail(`table is not a table of (ref null (func)): ${mismatch}`)
  return [[index, argument], ['i32']]
}
