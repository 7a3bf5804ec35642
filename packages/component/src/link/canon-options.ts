import type { CanonicalOptions, CoreFunction, GuestMemory, Realloc } from '@weft/abi'
import type { CanonOption } from '@weft/wasm-binary'
import { guestMemory } from './guest-memory.js'
import type { Scope } from './scope.js'

/** Looks up what options refer to. Throws `ValidationError`. */
export function checkOptions(scope: Scope, options: readonly CanonOption[]): void {
  for (const option of options) {
    if ('index' in option) scope.get(option.kind === 'memory' ? 'core memory' : 'core func', option.index)
  }
}

/** The options of a canonical definition as the canonical ABI takes them. */
export function canonicalOptions(scope: Scope, options: readonly CanonOption[]): CanonicalOptions {
  const found: { -readonly [Name in keyof CanonicalOptions]: CanonicalOptions[Name] } = {
    string_encoding: 'utf8',
    memory: undefined,
    realloc: undefined,
    post_return: undefined,
    callback: undefined,
    async_: false,
  }
  for (const option of options) {
    if (option.kind === 'string-encoding') found.string_encoding = option.encoding
    else if (option.kind === 'memory') found.memory = memoryAt(scope, option.index)
    else if (option.kind === 'realloc') found.realloc = coreFunction(scope, option.index) as Realloc
    else if (option.kind === 'post-return') found.post_return = coreFunction(scope, option.index)
    else if (option.kind === 'callback') found.callback = coreFunction(scope, option.index)
    else if (option.kind === 'async') found.async_ = true
  }
  return found
}

export function memoryAt(scope: Scope, index: number): GuestMemory {
  return guestMemory(scope.get('core memory', index) as WebAssembly.Memory)
}

export function coreFunction(scope: Scope, index: number): CoreFunction {
  return scope.get('core func', index) as CoreFunction
}
