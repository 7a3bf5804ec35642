import type { CanonicalOptions, CoreFunction, GuestMemory, Realloc, StringEncoding } from '@weft/abi'
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
  const functionOf = (name: CanonOption['kind']) => {
    const option = options.find(({ kind }) => kind === name)
    return option && 'index' in option ? coreFunction(scope, option.index) : undefined
  }
  const memory = options.find(({ kind }) => kind === 'memory')
  return {
    string_encoding: encodingOf(options),
    memory: memory && 'index' in memory ? memoryAt(scope, memory.index) : undefined,
    realloc: functionOf('realloc') as Realloc | undefined,
    post_return: functionOf('post-return'),
    callback: functionOf('callback'),
    async_: options.some(({ kind }) => kind === 'async'),
  }
}

function encodingOf(options: readonly CanonOption[]): StringEncoding {
  for (const option of options) if (option.kind === 'string-encoding') return option.encoding
  return 'utf8'
}

export function memoryAt(scope: Scope, index: number): GuestMemory {
  return guestMemory(scope.get('core memory', index) as WebAssembly.Memory)
}

export function coreFunction(scope: Scope, index: number): CoreFunction {
  return scope.get('core func', index) as CoreFunction
}
