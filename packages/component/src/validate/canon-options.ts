import type { CanonOption } from '@weft/wasm-binary'
import { sameValueTypes } from '../core-types/core-types.js'
import type { Fail } from './fail.js'
import type { Scope } from './scope.js'

/** Canonical options once they are known not to contradict one another. Numbers are core function indices. */
export interface CanonicalOptions {
  readonly hasMemory: boolean
  /** The address type of the memory. */
  readonly pointer: 'i32' | 'i64'
  readonly realloc: number | undefined
  readonly postReturn: number | undefined
  readonly callback: number | undefined
  readonly async: boolean
}

/** Canonical ABI, `canonopt` validation. */
export function checkOptions(scope: Scope, options: readonly CanonOption[]): CanonicalOptions {
  const { fail } = scope
  checkEncodings(options, fail)
  const memory = only(options, 'memory', fail)
  const pointer = memory === undefined ? 'i32' : canonicalMemoryAt(scope, memory)
  const realloc = only(options, 'realloc', fail)
  const postReturn = only(options, 'post-return', fail)
  const callback = only(options, 'callback', fail)
  const asyncCount = options.filter(({ kind }) => kind === 'async').length
  if (asyncCount > 1) fail('canonical option `async` is specified more than once')
  const async = asyncCount === 1
  if (callback !== undefined && !async) fail('cannot specify callback without async')
  if (postReturn !== undefined && async) fail('cannot specify post-return function in async')
  if (realloc !== undefined) {
    if (memory === undefined) fail('canonical option `realloc` requires `memory` to also be specified')
    checkSignature(scope, 'realloc', realloc, [pointer, pointer, pointer, pointer], [pointer])
  }
  return { hasMemory: memory !== undefined, pointer, realloc, postReturn, callback, async }
}

const encodingNames = { utf8: 'utf8', utf16: 'utf16', 'latin1+utf16': 'latin1-utf16' } as const

function checkEncodings(options: readonly CanonOption[], fail: Fail): void {
  const encodings = options.flatMap((option) => (option.kind === 'string-encoding' ? [option.encoding] : []))
  const [first, second] = encodings.map((encoding) => encodingNames[encoding])
  if (second !== undefined) fail(`canonical encoding option \`${first}\` conflicts with option \`${second}\``)
}

type IndexedOption = Extract<CanonOption, { index: number }>

function only(options: readonly CanonOption[], kind: IndexedOption['kind'], fail: Fail): number | undefined {
  const [first, second] = options.filter((option): option is IndexedOption => option.kind === kind)
  if (second !== undefined) fail(`canonical option \`${kind}\` is specified more than once`)
  return first?.index
}

/** Fails where an option's core function has another type. */
export function checkSignature(
  scope: Scope,
  option: string,
  index: number,
  wanted: readonly string[],
  wantedResults: readonly string[],
): void {
  const { kind, parameters, results } = scope.coreFunctions.at(index)
  if (kind !== 'func' || !sameValueTypes(parameters, wanted) || !sameValueTypes(results, wantedResults))
    scope.fail(`canonical option \`${option}\` uses a core function with an incorrect signature`)
}

/** The address type of a memory that the canonical ABI can use. */
export function canonicalMemoryAt(scope: Scope, index: number): 'i32' | 'i64' {
  const memory = scope.coreMemories.at(index)
  if (memory.shared) scope.fail('mismatch in the shared flag for memories')
  return memory.index
}

export function requireMemory({ hasMemory }: CanonicalOptions, fail: Fail): void {
  if (!hasMemory) fail('canonical option `memory` is required')
}

/** Fails where there is no `realloc`, which never stands without a memory. */
export function requireRealloc(options: CanonicalOptions, fail: Fail): void {
  requireMemory(options, fail)
  if (options.realloc === undefined) fail('canonical option `realloc` is required')
}

/** Fails where an option stands that only `canon lift` can have. */
export function checkNoLiftOptions({ postReturn, callback }: CanonicalOptions, fail: Fail): void {
  if (postReturn !== undefined) fail('canonical option `post-return` cannot be specified for lowerings')
  if (callback !== undefined) fail('canonical option `callback` cannot be specified for lowerings')
}
